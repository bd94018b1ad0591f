using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Reads cross-reference tables (ISO 32000-2, 7.5.4).</summary>
internal sealed class XrefTableReader(ObjectReader objects)
{
    private const int EntryLength = 20;

    public XrefTable Read(long offset)
    {
        (long start, long at) = objects.Parse(offset, (ref PdfParser parser) =>
        {
            parser.SkipWhite();
            long begin = parser.Offset;
            return parser.TryReadKeyword("xref"u8)
                ? (begin, parser.Offset)
                : throw new PdfFormatException("Expected a cross-reference table here.", begin);
        });

        var subsections = ImmutableArray.CreateBuilder<XrefSubsection>();
        var flaws = ImmutableArray.CreateBuilder<XrefFlaw>();
        while (ReadHeader(at) is { } header)
        {
            at = ReadEntries(header, subsections, flaws);
        }

        var trailer = objects.Parse(at, (ref PdfParser parser) => ReadTrailer(ref parser));
        return new(start, trailer.End, XrefSubsections.Order(subsections, start), trailer.Dictionary, flaws.DrainToImmutable());
    }

    private static (PdfDictionary Dictionary, long End) ReadTrailer(ref PdfParser parser)
    {
        if (!parser.TryReadKeyword("trailer"u8))
        {
            throw new PdfFormatException("A cross-reference table has no trailer.", parser.Offset);
        }

        long start = parser.Offset;
        var dictionary = parser.ReadObject() as PdfDictionary
            ?? throw new PdfFormatException("A trailer is not a dictionary.", start);
        return (dictionary, parser.Offset);
    }

    private Header? ReadHeader(long offset) => objects.Parse(offset, (ref PdfParser parser) =>
    {
        if (parser.TryReadKeyword("trailer"u8))
        {
            return null;
        }

        int limit = objects.Budget.Limits.Objects;
        long first = parser.ReadInteger(limit);
        long count = parser.ReadInteger(limit - first);
        if (count > 0)
        {
            parser.SkipWhite();
        }

        return new Header((int)first, (int)count, parser.Offset);
    });

    private long ReadEntries(
        Header header,
        ImmutableArray<XrefSubsection>.Builder subsections,
        ImmutableArray<XrefFlaw>.Builder flaws)
    {
        objects.Budget.ChargeEntries(header.Count, header.Offset);
        long length = (long)header.Count * EntryLength;
        if (length > objects.Source.Length - header.Offset + EntryLength)
        {
            throw new PdfFormatException("A cross-reference table is longer than the file.", header.Offset);
        }

        var entries = ImmutableArray.CreateBuilder<XrefEntry>(header.Count);
        bool isRegular = length <= objects.Source.Length - header.Offset
            && TryReadRegular(objects.Source.Slice(header.Offset, (int)length).Span, entries);
        long end = header.Offset + length;
        if (!isRegular)
        {
            flaws.Add(new(header.Offset, "An entry of a cross-reference table is not exactly 20 bytes long.", "交叉引用表的条目不是20字节。"));
            entries.Clear();
            end = ReadIrregular(header, entries);
        }

        if (header.Count > 0)
        {
            subsections.Add(new(header.First, entries.DrainToImmutable()));
        }

        return end;
    }

    private static bool TryReadRegular(ReadOnlySpan<byte> bytes, ImmutableArray<XrefEntry>.Builder entries)
    {
        for (; !bytes.IsEmpty; bytes = bytes[EntryLength..])
        {
            if (!TryReadDigits(bytes[..10], out long offset) || bytes[10] != ' '
                || !TryReadDigits(bytes[11..16], out long generation) || bytes[16] != ' '
                || bytes[17] is not ((byte)'n' or (byte)'f')
                || !(bytes[18] is (byte)' ' && bytes[19] is (byte)'\r' or (byte)'\n' || bytes[18..20].SequenceEqual("\r\n"u8)))
            {
                return false;
            }

            entries.Add(new(bytes[17] == 'n' ? XrefEntryKind.InFile : XrefEntryKind.Free, offset, (int)generation));
        }

        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            if (!PdfCharacters.IsDigit(digit))
            {
                return false;
            }

            value = value * 10 + (digit - '0');
        }

        return true;
    }

    private long ReadIrregular(Header header, ImmutableArray<XrefEntry>.Builder entries) =>
        objects.Parse(header.Offset, (ref PdfParser parser) =>
        {
            entries.Clear();
            for (int i = 0; i < header.Count; i++)
            {
                long offset = parser.ReadInteger(9_999_999_999);
                int generation = (int)parser.ReadInteger(99_999);
                bool isUsed = parser.TryReadKeyword("n"u8);
                if (!isUsed && !parser.TryReadKeyword("f"u8))
                {
                    throw new PdfFormatException("Expected an entry of a cross-reference table.", parser.Offset);
                }

                entries.Add(new(isUsed ? XrefEntryKind.InFile : XrefEntryKind.Free, offset, generation));
            }

            return parser.Offset;
        });

    private sealed record Header(int First, int Count, long Offset);
}
