namespace Licenses.Pdf.Syntax;

/// <summary>Undoes a stream's filters (ISO 32000-2, 7.4). Image filters are passed through.</summary>
public static class StreamDecoder
{
    /// <summary>Decodes with default limits. References in the dictionary go through <paramref name="resolve"/>.</summary>
    public static DecodedStream Decode(PdfStream stream, Func<PdfObject?, PdfObject>? resolve = null) =>
        Decode(stream, resolve ?? (value => value ?? PdfNull.Instance), new PdfBudget(PdfLimits.Default, 0, CancellationToken.None));

    internal static DecodedStream Decode(PdfStream stream, Func<PdfObject?, PdfObject> resolve, PdfBudget budget)
    {
        long offset = stream.Span.Start;
        var filters = List(resolve(stream.Dictionary["Filter"]), resolve);
        var parameters = List(resolve(stream.Dictionary["DecodeParms"]), resolve);
        if (filters.Length > budget.Limits.Filters)
        {
            throw new PdfFormatException($"A stream has more than {budget.Limits.Filters} filters.", offset) { IsLimit = true };
        }

        var bytes = stream.ReadEncoded();
        for (int i = 0; i < filters.Length; i++)
        {
            var name = filters[i] as PdfName ?? throw new PdfFormatException("A filter is not a name.", offset);
            if (name.Value is "DCTDecode" or "DCT" or "JPXDecode" or "CCITTFaxDecode" or "CCF" or "JBIG2Decode")
            {
                return new(bytes, name.Value);
            }

            var options = FilterParameters.Read(i < parameters.Length ? parameters[i] as PdfDictionary : null, resolve);
            bytes = Apply(name.Value, bytes, options, new FilterContext(budget.Limits.DecodedStream, offset));
            budget.ChargeDecoded(bytes.Length, offset);
        }

        return new(bytes, null);
    }

    private static ImmutableArray<PdfObject> List(PdfObject value, Func<PdfObject?, PdfObject> resolve) => value switch
    {
        PdfNull => [],
        PdfArray array => [.. array.Items.Select(resolve)],
        _ => [value],
    };

    private static ReadOnlyMemory<byte> Apply(
        string filter, ReadOnlyMemory<byte> bytes, FilterParameters parameters, FilterContext context) => filter switch
    {
        "FlateDecode" or "Fl" => Predictor.Undo(FlateFilter.Decode(bytes, context), parameters, context),
        "LZWDecode" or "LZW" => Predictor.Undo(LzwFilter.Decode(bytes.Span, parameters, context), parameters, context),
        "ASCII85Decode" or "A85" => Ascii85Filter.Decode(bytes.Span, context),
        "ASCIIHexDecode" or "AHx" => AsciiHexFilter.Decode(bytes.Span, context),
        "RunLengthDecode" or "RL" => RunLengthFilter.Decode(bytes.Span, context),
        "Crypt" => bytes, // what it asks for was done, or left, when the stream was read
        _ => throw new PdfFormatException($"Unknown filter {filter}.", context.Offset),
    };
}
