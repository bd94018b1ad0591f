using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Whether a field, or one of its widgets, can be seen.</summary>
internal static class WidgetSight
{
    private const long HiddenOrNoView = 2 | 32;

    public static bool IsVisible(PdfDocument document, PdfDictionary field) =>
        IsOneVisible(document, field)
        || (document.Resolve(field["Kids"]) as PdfArray)?.Items.Any(
            kid => document.Resolve(kid) is PdfDictionary widget && IsOneVisible(document, widget)) == true;

    private static bool IsOneVisible(PdfDocument document, PdfDictionary widget)
    {
        if (document.Resolve(widget["F"]) is PdfInteger flags && (flags.Value & HiddenOrNoView) != 0)
        {
            return false;
        }

        return document.Resolve(widget["Rect"]) is PdfArray { Items: [var left, var bottom, var right, var top] }
            && Number(document, left) != Number(document, right)
            && Number(document, bottom) != Number(document, top);
    }

    private static double Number(PdfDocument document, PdfObject value) => document.Resolve(value) switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => 0,
    };
}
