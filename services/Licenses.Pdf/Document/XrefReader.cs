using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Reads one cross-reference section, of either style, with its trailer and what ends its revision.</summary>
internal sealed class XrefReader
{
    private readonly ObjectReader _objects;
    private readonly XrefTableReader _tables;

    public XrefReader(PdfSource source, PdfBudget budget)
    {
        // Nothing that a cross-reference needs may itself need one (7.5.8.2): references lead nowhere here.
        _objects = new ObjectReader(source, budget, value => value is null or PdfReference ? PdfNull.Instance : value);
        _tables = new XrefTableReader(_objects);
    }

    public XrefSection Read(long offset)
    {
        bool isTable = _objects.Parse(offset, (ref PdfParser parser) => parser.TryReadKeyword("xref"u8));
        return isTable ? ReadTable(offset) : ReadStream(offset);
    }

    private XrefSection ReadTable(long offset)
    {
        var table = _tables.Read(offset);
        long? hybrid = Offset(table.Trailer, "XRefStm");
        return new XrefSection
        {
            Style = XrefStyle.Table,
            Offset = offset,
            Span = new(table.Start, table.End),
            Trailer = table.Trailer,
            Subsections = table.Subsections,
            Previous = Offset(table.Trailer, "Prev"),
            Hybrid = hybrid is { } at ? ReadStream(at) : null,
            Tail = ReadTail(table.End),
            Flaws = table.Flaws,
        };
    }

    private XrefSection ReadStream(long offset)
    {
        var stored = _objects.ReadAt(offset);
        if (stored.Value is not FilePdfStream stream || stream.Dictionary["Type"] is not PdfName { Value: "XRef" })
        {
            throw new PdfFormatException("Expected a cross-reference section here.", offset);
        }

        long end = _objects.FindEnd(stored);
        var rows = XrefStreamRows.Read(stream, _objects.Budget);
        return new XrefSection
        {
            Style = XrefStyle.Stream,
            Offset = offset,
            Span = new(stored.Head.Start, end),
            Trailer = stream.Dictionary,
            Subsections = rows.Subsections,
            StreamNumber = stored.Number,
            Previous = Offset(stream.Dictionary, "Prev"),
            Tail = ReadTail(end),
            Flaws = rows.Flaws,
        };
    }

    private FileTail? ReadTail(long offset)
    {
        try
        {
            return _objects.Parse(offset, (ref PdfParser parser) => FileTail.Read(parser.Rest, offset, parser.IsFinal));
        }
        catch (PdfFormatException)
        {
            return null; // something else stands there
        }
    }

    private static long? Offset(PdfDictionary trailer, string key) => trailer[key] switch
    {
        null or PdfNull or PdfInteger { Value: 0 } => null, // no section stands at 0, and some writers say so for "none"
        PdfInteger { Value: >= 0 } offset => offset.Value,
        _ => throw new PdfFormatException($"/{key} of a trailer is not an offset.", trailer.Span.Start),
    };
}
