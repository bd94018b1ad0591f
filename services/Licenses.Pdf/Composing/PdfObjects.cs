using System.Text;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Composing;

/// <summary>Short names for composing objects; meant for <c>using static</c>.</summary>
internal static class PdfObjects
{
    public static PdfDictionary Dictionary(params ReadOnlySpan<(string Key, PdfObject? Value)> entries)
    {
        var kept = ImmutableArray.CreateBuilder<KeyValuePair<string, PdfObject>>(entries.Length);
        foreach (var (key, value) in entries)
        {
            if (value is not null) // an absent entry is left out
            {
                kept.Add(KeyValuePair.Create(key, value));
            }
        }

        return new PdfDictionary(kept.DrainToImmutable());
    }

    public static PdfArray Array(params ReadOnlySpan<PdfObject> items) => new([.. items]);

    public static PdfArray Numbers(params ReadOnlySpan<double> values)
    {
        var items = ImmutableArray.CreateBuilder<PdfObject>(values.Length);
        foreach (double value in values)
        {
            items.Add(Number(value));
        }

        return new PdfArray(items.MoveToImmutable());
    }

    public static PdfName Name(string value) => new(value);

    public static PdfInteger Integer(long value) => new(value);

    public static PdfObject Number(double value) => value == Math.Truncate(value) && Math.Abs(value) < int.MaxValue
        ? new PdfInteger((long)value)
        : new PdfReal(value);

    public static PdfReference Reference(int number, int generation = 0) => new(number, generation);

    /// <summary>A text string: ASCII as it is, everything else in UTF-16BE with its mark (ISO 32000-2, 7.9.2.2).</summary>
    public static PdfString Text(string value) => Ascii.IsValid(value)
        ? new PdfString(Encoding.ASCII.GetBytes(value), isHex: false)
        : new PdfString(new byte[] { 0xFE, 0xFF }.Concat(Encoding.BigEndianUnicode.GetBytes(value)).ToArray(), isHex: true);
}
