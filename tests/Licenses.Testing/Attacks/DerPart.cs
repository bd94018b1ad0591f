namespace Licenses.Testing.Attacks;

/// <summary>One element of an encoding in DER, of which forgers make others: each writes the lengths around it anew.</summary>
public sealed class DerPart
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _start;
    private readonly int _content;
    private readonly int _end;

    private DerPart(ReadOnlyMemory<byte> file, int start, DerPart? parent, string path)
    {
        (_file, _start, Parent, Path) = (file, start, parent, path);
        int at = start + 1;
        int length = file.Span[at++];
        for (int more = length > 0x80 ? length & 0x7F : 0; more > 0; more--)
        {
            length = (more == (file.Span[start + 1] & 0x7F) ? 0 : length << 8) + file.Span[at++];
        }

        (_content, _end) = (at, at + length);
        var parts = new List<DerPart>();
        for (; IsConstructed && at < _end; at = parts[^1]._end)
        {
            parts.Add(new DerPart(file, at, this, $"{path}.{parts.Count}"));
        }

        Parts = parts;
    }

    public DerPart? Parent { get; }

    /// <summary>Which child of which child it is: by this one finds the like of it in another encoding.</summary>
    public string Path { get; }

    public IReadOnlyList<DerPart> Parts { get; }

    public byte Tag => _file.Span[_start];

    public bool IsConstructed => (Tag & 0x20) != 0;

    public byte[] Encoded => _file[_start.._end].ToArray();

    public byte[] Content => _file[_content.._end].ToArray();

    public static DerPart Read(ReadOnlyMemory<byte> file) => new(file, 0, null, "0");

    public static byte[] Encode(byte tag, byte[] content) => content.Length switch
    {
        < 0x80 => [tag, (byte)content.Length, .. content],
        <= byte.MaxValue => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)(content.Length & 0xFF), .. content],
    };

    /// <summary>This one and all in it.</summary>
    public IEnumerable<DerPart> All() => Parts.SelectMany(part => part.All()).Prepend(this);

    /// <summary>This one, with another encoding in a part's place.</summary>
    public byte[] With(DerPart part, byte[] encoded) => part == this ? encoded
        : part._start < _start || part._end > _end ? Encoded
        : Encode(Tag, [.. Parts.SelectMany(own => own.With(part, encoded))]);
}
