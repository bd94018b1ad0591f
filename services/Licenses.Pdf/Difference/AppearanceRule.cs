using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>An appearance dictionary holds streams, or dictionaries of streams, under N, R and D, and nothing else (12.5.5).</summary>
internal static class AppearanceRule
{
    public static bool IsAppearance(PdfDocument document, PdfObject? value) => document.Resolve(value) switch
    {
        PdfNull => true,
        PdfDictionary appearance => appearance.Duplicates.IsEmpty
            && appearance.Entries.All(entry => entry.Key is "N" or "R" or "D" && IsStreams(document, entry.Value)),
        _ => false,
    };

    private static bool IsStreams(PdfDocument document, PdfObject value) => document.Resolve(value) switch
    {
        PdfStream => true,
        PdfNull => true,
        PdfDictionary states => states.Entries.All(state => document.Resolve(state.Value) is PdfStream or PdfNull),
        _ => false,
    };
}
