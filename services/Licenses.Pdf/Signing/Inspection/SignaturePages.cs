using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>The pages on which signatures can be seen: the page tree is walked once for all of them.</summary>
internal sealed class SignaturePages(PdfDocument document)
{
    private ILookup<int, int>? _pages;

    public ImmutableArray<int> Find(SignatureCandidate signature)
    {
        if (!WidgetSight.IsVisible(document, signature.Field))
        {
            return [];
        }

        _pages ??= Read();
        var kids = ((document.Resolve(signature.Field["Kids"]) as PdfArray)?.Items ?? []).OfType<PdfReference>().Select(kid => kid.Number);
        var widgets = signature.FieldNumber is { } own ? kids.Prepend(own) : kids;
        return [.. widgets.Distinct().SelectMany(widget => _pages[widget]).Distinct().Order()];
    }

    // From each annotation to the pages that show it.
    private ILookup<int, int> Read()
    {
        var shown = new List<(int Annotation, int Page)>();
        try
        {
            foreach (var page in document.Pages)
            {
                foreach (var item in (document.Resolve(page.Dictionary["Annots"]) as PdfArray)?.Items ?? [])
                {
                    if (item is PdfReference reference)
                    {
                        shown.Add((reference.Number, page.Number));
                    }
                }
            }
        }
        catch (PdfFormatException)
        {
            shown.Clear(); // a broken page tree is the difference analysis's business
        }

        return shown.ToLookup(pair => pair.Annotation, pair => pair.Page);
    }
}
