using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Pages keep their number, order, content and resources; only their annotations are looked at closer (R18).</summary>
internal static class PageTreeRule
{
    public static void Apply(Comparison comparison, Place place)
    {
        if (comparison.ArePagesUntouched)
        {
            return;
        }

        var seen = new HashSet<int>();
        var open = new Stack<(PdfObject? Older, PdfObject? Newer, Place Place)>();
        open.Push((comparison.Older.Catalog["Pages"], comparison.Newer.Catalog["Pages"], place));
        int page = 0;
        while (open.TryPop(out var pair) && !comparison.IsFull)
        {
            comparison.Charge();
            if (IsNothing(comparison, pair.Older, pair.Newer))
            {
                continue;
            }

            if (pair.Older is not PdfReference one || pair.Newer is not PdfReference other || one.Number != other.Number
                || comparison.Older.Resolve(one) is not PdfDictionary older
                || comparison.Newer.Resolve(other) is not PdfDictionary newer)
            {
                comparison.Forbid(pair.Place.OnPage(page + 1),
                    $"Revision {comparison.Revision} replaced page {page + 1}, or moved another one there.",
                    $"第{comparison.Revision}版替换了第{page + 1}页，或把其他页移到该处。");
                continue;
            }

            bool isInner = PageTree.IsInner(comparison.Older, older);
            page += isInner ? 0 : 1;
            if (!seen.Add(one.Number) || !isInner && comparison.IsUntouched(one, other))
            {
                continue;
            }

            if (isInner && PageTree.IsInner(comparison.Newer, newer))
            {
                int last = page + (comparison.Older.Resolve(older["Count"]) is PdfInteger { Value: > 0 and < int.MaxValue / 2 } count ? (int)count.Value : 1);
                CompareNode(comparison, older, newer, pair.Place.OnPages(page + 1, last), open);
            }
            else
            {
                ComparePage(comparison, older, newer, pair.Place.OnPage(page));
            }
        }
    }

    private static bool IsNothing(Comparison comparison, PdfObject? older, PdfObject? newer) =>
        older is PdfReference one && newer is PdfReference other && one.Number == other.Number
        && comparison.Older.Resolve(one) is PdfNull && comparison.Newer.Resolve(other) is PdfNull;

    private static void CompareNode(
        Comparison comparison,
        PdfDictionary older,
        PdfDictionary newer,
        Place place,
        Stack<(PdfObject? Older, PdfObject? Newer, Place Place)> open)
    {
        comparison.FrozenExcept(older, newer, place, "Kids");
        var before = (comparison.Older.Resolve(older["Kids"]) as PdfArray)?.Items ?? [];
        var after = (comparison.Newer.Resolve(newer["Kids"]) as PdfArray)?.Items ?? [];
        if (before.Length != after.Length)
        {
            int count = Math.Abs(after.Length - before.Length);
            bool isMore = after.Length > before.Length;
            comparison.Forbid(place, $"Revision {comparison.Revision} {(isMore ? "added" : "removed")} {count} page{(count == 1 ? "" : "s")}.",
                $"第{comparison.Revision}版{(isMore ? "添加" : "删除")}了{count}页。");
        }

        for (int i = Math.Min(before.Length, after.Length) - 1; i >= 0; i--)
        {
            open.Push((before[i], after[i], place.To("Kids").To(i)));
        }
    }

    private static void ComparePage(Comparison comparison, PdfDictionary older, PdfDictionary newer, Place place)
    {
        comparison.FrozenExcept(older, newer, place, "Annots", "Tabs");
        AnnotationsRule.Apply(comparison, older["Annots"], newer["Annots"], place.To("Annots"));
        if (!comparison.AreSame(older["Tabs"], newer["Tabs"], place))
        {
            if (comparison.Newer.Resolve(newer["Tabs"]) is not PdfName { Value: "R" or "C" or "S" or "A" or "W" })
            {
                comparison.Frozen(older["Tabs"], newer["Tabs"], place.To("Tabs"));
            }

            // Writers that put a signature's widget on a page without an order name one along with it.
            bool goesWithSignature = older["Tabs"] is null
                && (comparison.Newer.Resolve(newer["Annots"]) as PdfArray)?.Items.Any(
                    item => item is PdfReference widget && comparison.NewSignatureWidgets.ContainsKey(widget.Number)) == true;
            comparison.Report(goesWithSignature ? ChangeLevel.LtaUpdates : ChangeLevel.FormFilling, place.Page,
                $"Revision {comparison.Revision} set the tab order of page {place.Page}.",
                $"第{comparison.Revision}版设置了第{place.Page}页的跳转次序。");
        }
    }
}
