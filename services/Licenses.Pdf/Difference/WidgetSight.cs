using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Whether a field, or one of its widgets, can be seen.</summary>
internal static class WidgetSight
{
    // ISO 32000-2, table 167.
    private const long Hidden = 2;
    private const long Print = 4;
    private const long NoView = 32;
    private const long ToggleNoView = 256;

    public static bool IsVisible(PdfDocument document, PdfDictionary field) =>
        IsOneVisible(document, field)
        || (document.Resolve(field["Kids"]) as PdfArray)?.Items.Any(
            kid => document.Resolve(kid) is PdfDictionary widget && IsOneVisible(document, widget)) == true;

    private static bool IsOneVisible(PdfDocument document, PdfDictionary widget)
    {
        if (document.Resolve(widget["F"]) is PdfInteger { Value: var flags }
            && ((flags & Hidden) != 0 || (flags & NoView) != 0 && (flags & (Print | ToggleNoView)) == 0))
        {
            return false;
        }

        // A rectangle that is none is drawn by some readers and not by others: so it may be seen. Where it is missing or
        // has no size, some put looks that the widget has on the page as large as they are.
        return !BlankLooks.AreBlank(document, widget["AP"]) || document.Resolve(widget["Rect"]) is PdfArray rectangle
            && !(rectangle.Items.Length == 4
                && Corners(document, rectangle) is [var left, var bottom, var right, var top] && (left == right || bottom == top));
    }

    private static double[] Corners(PdfDocument document, PdfArray rectangle) =>
        [.. rectangle.Items.Select(document.Resolve).Select(Number).OfType<double>()];

    private static double? Number(PdfObject value) => value switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => null,
    };
}
