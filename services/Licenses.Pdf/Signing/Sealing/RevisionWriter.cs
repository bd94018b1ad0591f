using System.Globalization;
using System.Security.Cryptography;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>
/// Writes one new revision behind an existing document: new and changed objects and a cross-reference section in the
/// document's own style (ISO 32000-2, 7.5.6). The document's bytes are neither copied nor touched.
/// </summary>
internal sealed class RevisionWriter : IObjectTarget
{
    public const long LargestOffset = 9_999_999_999; // ten digits: cross-reference tables and /ByteRange

    private readonly PdfDocument _document;
    private readonly PdfByteWriter _out = new(16 * 1024);
    private readonly SortedDictionary<int, (long Offset, int Generation)> _offsets = [];
    private readonly long _start;
    private int _size;

    public RevisionWriter(PdfDocument document)
    {
        _document = document;
        _start = document.Source.Length;
        _size = document.Size;
        if (!EndsWithLineFeed(document.Source))
        {
            _out.Byte((byte)'\n');
        }
    }

    /// <summary>Where the next byte will stand in the whole file.</summary>
    public long Position => _start + _out.Length;

    public PdfReference Reserve() => Reference(_size++);

    public void Set(PdfReference reference, PdfObject value)
    {
        Begin(reference);
        _out.Object(Encrypted(value, reference)).Raw("\nendobj\n"u8);
    }

    public PdfReference AddStream(PdfDictionary dictionary, EncodedStream stream)
    {
        var reference = Reserve();
        var full = stream.Filter is null ? dictionary : dictionary.With("Filter", Name(stream.Filter));
        var bytes = _document.Encryption?.EncryptStream(full, stream.Bytes, reference) ?? stream.Bytes;
        Begin(reference);
        _out.Object(Encrypted(full.With("Length", Integer(bytes.Length)), reference))
            .Raw("\nstream\n"u8).Raw(bytes.Span).Raw("\nendstream\nendobj\n"u8);
        return reference;
    }

    /// <summary>Writes a dictionary whose /Contents is a hole; gives the place of the hole and of the four numbers.</summary>
    public SignatureHole SetSignature(PdfReference reference, PdfDictionary dictionary, int reservedBytes)
    {
        Begin(reference);
        _out.Object(Encrypted(dictionary, reference));
        _out.TruncateBy(2); // the closing brackets: two entries follow
        _out.Raw("/ByteRange["u8);
        int rangeAt = _out.Length;
        _out.Spaces(SignatureHole.RangeLength).Raw("]/Contents"u8);
        int holeAt = _out.Length;
        _out.Byte((byte)'<').Zeros(2 * reservedBytes).Raw(">>>\nendobj\n"u8);
        return new SignatureHole(rangeAt, holeAt, reservedBytes);
    }

    /// <summary>Ends the revision; gives its bytes.</summary>
    public byte[] Finish()
    {
        if (_document.XrefStyle == XrefStyle.Table)
        {
            WriteTable();
        }
        else
        {
            WriteStream();
        }

        return _out.Written.ToArray();
    }

    private static bool EndsWithLineFeed(PdfSource source)
    {
        Span<byte> last = stackalloc byte[1];
        return source.Read(source.Length - 1, last) == 1 && last[0] is (byte)'\n' or (byte)'\r';
    }

    private PdfObject Encrypted(PdfObject value, PdfReference owner) => _document.Encryption?.Encrypt(value, owner) ?? value;

    private void Begin(PdfReference reference)
    {
        if (Position > LargestOffset)
        {
            throw new SealRefusedException(
                SealRefusal.TooLarge, "The document is too large for another revision.", "文件过大，无法追加修订。");
        }

        _offsets[reference.Number] = (Position, reference.Generation);
        _out.Integer(reference.Number).Byte((byte)' ').Integer(reference.Generation).Raw(" obj\n"u8);
    }

    private void WriteTable()
    {
        long start = Position;
        _out.Raw("xref\n"u8);
        foreach (var run in Runs())
        {
            _out.Integer(run[0]).Byte((byte)' ').Integer(run.Count).Byte((byte)'\n');
            foreach (int number in run)
            {
                var (offset, generation) = _offsets[number];
                _out.Raw(string.Create(CultureInfo.InvariantCulture, $"{offset:D10} {generation:D5} n\r\n"));
            }
        }

        _out.Raw("trailer\n"u8).Object(Trailer([]));
        WriteEnd(start);
    }

    private void WriteStream()
    {
        var reference = Reserve();
        long start = Position;
        _offsets[reference.Number] = (start, 0);
        int width = start > uint.MaxValue ? 5 : 4;
        var index = ImmutableArray.CreateBuilder<PdfObject>();
        var rows = new PdfByteWriter(_offsets.Count * (width + 3));
        foreach (var run in Runs())
        {
            index.Add(Integer(run[0]));
            index.Add(Integer(run.Count));
            foreach (int number in run)
            {
                var (offset, generation) = _offsets[number];
                rows.Byte(1).BigEndian(offset, width).BigEndian(generation, 2);
            }
        }

        Begin(reference);
        _out.Object(Trailer(
            [
                ("Type", Name("XRef")),
                ("W", Array(Integer(1), Integer(width), Integer(2))),
                ("Index", new PdfArray(index.DrainToImmutable())),
                ("Length", Integer(rows.Length)),
            ]))
            .Raw("\nstream\n"u8).Raw(rows.Written.Span).Raw("\nendstream\nendobj"u8);
        WriteEnd(start);
    }

    private void WriteEnd(long start) => _out.Raw("\nstartxref\n"u8).Integer(start).Raw("\n%%EOF\n"u8);

    private PdfDictionary Trailer(ReadOnlySpan<(string, PdfObject?)> first) => Dictionary(
    [
        .. first,
        ("Size", Integer(_size)),
        ("Root", _document.Trailer["Root"]),
        ("Info", _document.Trailer["Info"]),
        ("Encrypt", _document.Trailer["Encrypt"]),
        ("ID", Identifier()),
        ("Prev", Integer(_document.StartXref)),
    ]);

    // The first part stays for ever, the second changes with each revision (ISO 32000-2, 14.4); here it follows from the bytes.
    private PdfArray? Identifier() => _document.Id is { Items: [var first, ..] } && _document.Resolve(first) is PdfString permanent
        ? Array(
            new PdfString(permanent.Bytes, isHex: true),
            new PdfString(SHA256.HashData(_out.Written.Span).AsMemory(0, 16), isHex: true))
        : null;

    // Numbers that follow one another share a subsection.
    private IEnumerable<List<int>> Runs()
    {
        List<int> run = [];
        foreach (int number in _offsets.Keys)
        {
            if (run.Count > 0 && number != run[^1] + 1)
            {
                yield return run;
                run = [];
            }

            run.Add(number);
        }

        yield return run;
    }
}
