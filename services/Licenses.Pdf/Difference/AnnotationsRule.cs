using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>The annotations of one page (R17, R18).</summary>
internal static class AnnotationsRule
{
    private static readonly HashSet<string> Markup =
    [
        "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",
        "StrikeOut", "Caret", "Stamp", "Ink", "Popup",
    ];

    // What a mark-up annotation may not gain or change: what it is, what it does, and where it belongs.
    private static readonly HashSet<string> Fixed = ["Subtype", "A", "AA", "Dest", "FS", "FT", "T", "Parent", "P", "OC"];

    // Entries that say something, and draw nothing on the page.
    private static readonly HashSet<string> Remarks =
        ["Contents", "RC", "M", "T", "NM", "Subj", "CreationDate", "State", "StateModel", "Open"];

    private static readonly HashSet<string> Thin = ["Text", "Popup", "Highlight", "Underline", "Squiggly", "StrikeOut"];

    /// <summary>Whether an annotation can hide what is below it: by its kind, or by looks of its own.</summary>
    internal static bool CanCover(PdfDocument document, PdfDictionary annotation) =>
        annotation.Has("AP") || document.Resolve(annotation["Subtype"]) is not PdfName subtype || !Thin.Contains(subtype.Value);

    public static void Apply(Comparison comparison, PdfObject? older, PdfObject? newer, Place place)
    {
        var before = (comparison.Older.Resolve(older) as PdfArray)?.Items ?? [];
        if (comparison.Newer.Resolve(newer) is not (PdfArray or PdfNull))
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        var after = (comparison.Newer.Resolve(newer) as PdfArray)?.Items ?? [];
        var kept = after.OfType<PdfReference>().Select(item => item.Number).ToHashSet();
        var known = before.OfType<PdfReference>().Select(item => item.Number).ToHashSet();
        foreach (var item in before.OfType<PdfReference>())
        {
            if (kept.Contains(item.Number))
            {
                CompareAnnotation(comparison, item, place.To(item.Number));
            }
            else
            {
                NoteRemoval(comparison, item, place);
            }
        }

        var added = after.OfType<PdfReference>().Where(item => !known.Contains(item.Number)).ToList();
        added.ForEach(item => NewAnnotationRule.Apply(comparison, item, place));
        if (!Order(before, kept).SequenceEqual(Order(after, known)))
        {
            comparison.Forbid(place, $"Revision {comparison.Revision} put the annotations of page {place.Page} in another order.",
                $"第{comparison.Revision}版改变了第{place.Page}页注释的次序。");
        }

        CompareDirect(comparison, before, after, place);
    }

    /// <summary>Which of the old annotations lies above which: those written into the array among the others.</summary>
    private static IEnumerable<int> Order(ImmutableArray<PdfObject> items, HashSet<int> shared)
    {
        const int Direct = -1; // one is told from the next by its place: CompareDirect answers for what it is
        return items.Where(item => item is PdfReference reference ? shared.Contains(reference.Number) : item is not PdfNull)
            .Select(item => item is PdfReference reference ? reference.Number : Direct);
    }

    internal static bool IsMarkup(PdfDocument document, PdfDictionary annotation) =>
        document.Resolve(annotation["Subtype"]) is PdfName subtype && Markup.Contains(subtype.Value)
        && !annotation.Has("A") && !annotation.Has("AA") && !annotation.Has("FT");

    private static void CompareAnnotation(Comparison comparison, PdfReference reference, Place place)
    {
        if (comparison.OlderObjects.IsField(reference.Number))
        {
            return; // the form's rules have looked at it
        }

        // As a whole, and not as a reference: that would be taken for judged already.
        var was = comparison.Older.Resolve(reference);
        var now = comparison.Newer.Resolve(reference);
        if (was is not PdfDictionary older || now is not PdfDictionary newer
            || !IsMarkup(comparison.Older, older) || !newer.Duplicates.IsEmpty)
        {
            comparison.Frozen(was, now, place);
            return;
        }

        var changed = new List<string>();
        foreach (string key in Comparison.Keys(older, newer))
        {
            if (Fixed.Contains(key) && key != "T")
            {
                comparison.Frozen(older[key], newer[key], place.To(key));
            }
            else if (!comparison.AreSame(older[key], newer[key], place.To(key)))
            {
                changed.Add(key);
            }
        }

        if (changed.Count > 0)
        {
            comparison.Report(new Change(ChangeLevel.Annotations, comparison.Revision, place.Page,
                $"Revision {comparison.Revision} changed an annotation on page {place.Page}.",
                $"第{comparison.Revision}版修改了第{place.Page}页的注释。")
            {
                MayCover = CanCover(comparison.Newer, newer) || !changed.TrueForAll(Remarks.Contains),
            });
        }
    }

    private static void NoteRemoval(Comparison comparison, PdfReference item, Place place)
    {
        var older = comparison.Older.Resolve(item) as PdfDictionary;
        if (older is null)
        {
            return;
        }

        bool isMarkup = IsMarkup(comparison.Older, older) && !comparison.OlderObjects.IsField(item.Number);
        comparison.Report(isMarkup ? ChangeLevel.Annotations : ChangeLevel.Other, place.Page,
            $"Revision {comparison.Revision} removed {(isMarkup ? "an annotation" : "a field or link")} from page {place.Page}.",
            $"第{comparison.Revision}版从第{place.Page}页删除了{(isMarkup ? "注释" : "表单域或链接")}。");
    }

    /// <summary>Annotations written straight into the array: the old ones stay as they are, and none comes.</summary>
    private static void CompareDirect(
        Comparison comparison, ImmutableArray<PdfObject> before, ImmutableArray<PdfObject> after, Place place)
    {
        var older = before.Where(item => item is not PdfReference).ToList();
        var newer = after.Where(item => item is not PdfReference).ToList();
        for (int i = 0; i < Math.Max(older.Count, newer.Count); i++)
        {
            comparison.Frozen(older.ElementAtOrDefault(i), newer.ElementAtOrDefault(i), place.To(i));
        }
    }
}
