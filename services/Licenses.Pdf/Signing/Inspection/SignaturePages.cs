using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>The pages on which a signature can be seen.</summary>
internal static class SignaturePages
{
    public static ImmutableArray<int> Find(SignatureCandidate signature, PdfDocument document)
    {
        if (!WidgetSight.IsVisible(document, signature.Field))
        {
            return [];
        }

        var widgets = new HashSet<int>();
        if (signature.FieldNumber is { } own)
        {
            widgets.Add(own);
        }

        widgets.UnionWith(((document.Resolve(signature.Field["Kids"]) as PdfArray)?.Items ?? [])
            .OfType<PdfReference>().Select(kid => kid.Number));
        try
        {
            return [.. document.Pages.Where(page => Shows(document, page, widgets)).Select(page => page.Number)];
        }
        catch (PdfFormatException)
        {
            return []; // a broken page tree is the difference analysis's business
        }
    }

    private static bool Shows(PdfDocument document, PdfPage page, HashSet<int> widgets) =>
        (document.Resolve(page.Dictionary["Annots"]) as PdfArray)?.Items
            .Any(item => item is PdfReference reference && widgets.Contains(reference.Number)) == true;
}
