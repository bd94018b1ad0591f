using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>An annotation that a page gained: the widget of a signature field, or mark-up without actions (R17, R18).</summary>
internal static class NewAnnotationRule
{
    public static void Apply(Comparison comparison, PdfReference item, Place place)
    {
        if (comparison.Newer.Resolve(item) is not PdfDictionary annotation)
        {
            return; // a reference to nothing shows nothing
        }

        if (comparison.NewSignatureWidgets.ContainsKey(item.Number))
        {
            return; // the form's rules have reported it
        }

        if (IsWaitingSignature(comparison, item, annotation))
        {
            bool isVisible = WidgetSight.IsVisible(comparison.Newer, annotation);
            comparison.Report(new Change(isVisible ? ChangeLevel.FormFilling : ChangeLevel.LtaUpdates, comparison.Revision, place.Page,
                $"Revision {comparison.Revision} put a signature field on page {place.Page}.",
                $"第{comparison.Revision}版把签名域放到第{place.Page}页。")
            {
                IsNewVisibleField = isVisible,
            });
            return;
        }

        bool isNewObject = !comparison.Older.TryFindEntry(item.Number, out var old) || old.Kind == XrefEntryKind.Free;
        bool isMarkup = isNewObject && AnnotationsRule.IsMarkup(comparison.Newer, annotation) && annotation.Duplicates.IsEmpty;
        string subtype = (comparison.Newer.Resolve(annotation["Subtype"]) as PdfName)?.Value ?? "?";
        comparison.Report(new Change(isMarkup ? ChangeLevel.Annotations : ChangeLevel.Other, comparison.Revision, place.Page,
            $"Revision {comparison.Revision} added an annotation ({subtype}) to page {place.Page}.",
            $"第{comparison.Revision}版在第{place.Page}页添加了注释（{subtype}）。")
        {
            MayCover = isMarkup && AnnotationsRule.CanCover(comparison.Newer, annotation),
        });
    }

    /// <summary>A signature field of the form that no page showed until now.</summary>
    private static bool IsWaitingSignature(Comparison comparison, PdfReference item, PdfDictionary annotation) =>
        comparison.OlderObjects.IsField(item.Number)
        && comparison.OlderObjects.PageOf(item.Number) is null
        && comparison.Newer.Resolve(annotation["FT"]) is PdfName { Value: "Sig" };
}
