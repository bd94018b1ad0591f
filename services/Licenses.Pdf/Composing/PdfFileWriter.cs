using System.Security.Cryptography;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing;

/// <summary>
/// Writes a whole new document: streams as they come, all other objects packed into one object stream, found through
/// a cross-reference stream (ISO 32000-2, 7.5.7 and 7.5.8). The same objects give the same bytes.
/// </summary>
internal sealed class PdfFileWriter : IObjectTarget
{
    private const int IndexWidth = 2;

    private readonly PdfByteWriter _file = new(32 * 1024);
    private readonly List<Entry> _entries = [new(EntryKind.Free, 0, 65535)];
    private readonly List<(int Number, PdfObject Value)> _packed = [];

    public PdfFileWriter() => _file.Raw("%PDF-1.7\n%"u8).Raw([0xE2, 0xE3, 0xCF, 0xD3]).Raw("\n"u8);

    private enum EntryKind : byte
    {
        Free = 0,
        Plain = 1,
        Packed = 2,
    }

    /// <summary>A number for an object that will be <see cref="Set"/> later.</summary>
    public PdfReference Reserve()
    {
        _entries.Add(default);
        return Reference(_entries.Count - 1);
    }

    public void Set(PdfReference reference, PdfObject value) => _packed.Add((reference.Number, value));

    public PdfReference AddStream(PdfDictionary dictionary, EncodedStream stream)
    {
        var reference = Reserve();
        WriteStream(reference.Number, dictionary, stream);
        return reference;
    }

    /// <summary>Ends the file; its identifier is derived from everything before, not from a clock.</summary>
    public byte[] Finish(PdfReference catalog, PdfReference info)
    {
        PackObjects();
        var identifier = new PdfString(SHA256.HashData(_file.Written.Span).AsMemory(0, 16), isHex: true);
        int start = _file.Length;
        int number = Reserve().Number;
        _entries[number] = new Entry(EntryKind.Plain, start, 0);
        WriteStreamBody(number, Dictionary(
            ("Type", Name("XRef")),
            ("Size", Integer(_entries.Count)),
            ("W", Array(Integer(1), Integer(PositionWidth), Integer(IndexWidth))),
            ("Root", catalog),
            ("Info", info),
            ("ID", Array(identifier, identifier))), EncodedStream.Deflated(CrossReference()));
        _file.Raw("startxref\n"u8).Integer(start).Raw("\n%%EOF\n"u8);
        return _file.Written.ToArray();
    }

    private int PositionWidth => _file.Length < 1 << 16 ? 2 : 4;

    private void PackObjects()
    {
        _packed.Sort((one, other) => one.Number.CompareTo(other.Number)); // their numbers then compress to almost nothing
        var index = new PdfByteWriter();
        var body = new PdfByteWriter(8 * 1024);
        var container = Reserve();
        for (int i = 0; i < _packed.Count; i++)
        {
            var (number, value) = _packed[i];
            index.Integer(number).Byte((byte)' ').Integer(body.Length).Byte((byte)' ');
            body.Object(value).Byte((byte)'\n');
            _entries[number] = new Entry(EntryKind.Packed, container.Number, i);
        }

        WriteStream(container.Number, Dictionary(
            ("Type", Name("ObjStm")), ("N", Integer(_packed.Count)), ("First", Integer(index.Length))),
            EncodedStream.Deflated(index.Raw(body.Written.Span).Written.Span));
    }

    private void WriteStream(int number, PdfDictionary dictionary, EncodedStream stream)
    {
        _entries[number] = new Entry(EntryKind.Plain, _file.Length, 0);
        WriteStreamBody(number, dictionary, stream);
    }

    private void WriteStreamBody(int number, PdfDictionary dictionary, EncodedStream stream)
    {
        var full = stream.Filter is null ? dictionary : dictionary.With("Filter", Name(stream.Filter));
        _file.Integer(number).Raw(" 0 obj\n"u8).Object(full.With("Length", Integer(stream.Bytes.Length)))
            .Raw("\nstream\n"u8).Raw(stream.Bytes.Span).Raw("\nendstream\nendobj\n"u8);
    }

    private ReadOnlySpan<byte> CrossReference()
    {
        var rows = new PdfByteWriter((1 + PositionWidth + IndexWidth) * _entries.Count);
        foreach (var entry in _entries)
        {
            rows.Byte((byte)entry.Kind).BigEndian(entry.Position, PositionWidth).BigEndian(entry.Index, IndexWidth);
        }

        return rows.Written.Span;
    }

    private readonly record struct Entry(EntryKind Kind, int Position, int Index);
}
