namespace Licenses.Pdf.Syntax;

/// <summary>The parameters of Flate and LZW (ISO 32000-2, tables 7 and 8).</summary>
internal readonly record struct FilterParameters(int Predictor, int Colors, int BitsPerComponent, int Columns, bool EarlyChange)
{
    public static FilterParameters Read(PdfDictionary? dictionary, Func<PdfObject?, PdfObject> resolve)
    {
        return new(Number("Predictor", 1), Number("Colors", 1), Number("BitsPerComponent", 8), Number("Columns", 1),
            Number("EarlyChange", 1) != 0);

        int Number(string key, int byDefault) =>
            resolve(dictionary?[key]) is PdfInteger { Value: >= 0 and <= 1 << 24 } number ? (int)number.Value : byDefault;
    }
}
