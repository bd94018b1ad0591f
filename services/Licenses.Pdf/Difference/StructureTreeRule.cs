using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// The logical structure stays, but for one thing: the widget of a new signature field may be put into it, as accessible
/// documents ask (R18).
/// </summary>
internal sealed class StructureTreeRule(Comparison comparison)
{
    private const int Deepest = 200;

    private readonly HashSet<int> _seen = [];

    private bool _speaks; // a new element brings text that is read aloud

    public static void Apply(Comparison comparison, Place place)
    {
        var older = comparison.Older.Catalog["StructTreeRoot"];
        var newer = comparison.Newer.Catalog["StructTreeRoot"];
        if (comparison.NewSignatureWidgets.Count == 0 || comparison.AreSame(older, newer, place)
            || comparison.Older.Resolve(older) is not PdfDictionary before || comparison.Newer.Resolve(newer) is not PdfDictionary after)
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        var rule = new StructureTreeRule(comparison);
        rule.CompareRoot(before, after, place);
        comparison.Report(rule._speaks ? ChangeLevel.FormFilling : ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} put a signature field into the document's structure.",
            $"第{comparison.Revision}版把签名域加入了文档的逻辑结构。");
    }

    private void CompareRoot(PdfDictionary older, PdfDictionary newer, Place place)
    {
        comparison.FrozenExcept(older, newer, place, "K", "ParentTree", "ParentTreeNextKey");
        if (comparison.Newer.Resolve(newer["ParentTreeNextKey"]) is not (PdfInteger or PdfNull))
        {
            comparison.Frozen(older["ParentTreeNextKey"], newer["ParentTreeNextKey"], place.To("ParentTreeNextKey"));
        }

        CompareKids(older["K"], newer["K"], 0, place.To("K"));
        CompareParents(older["ParentTree"], newer["ParentTree"], place.To("ParentTree"));
    }

    private void CompareKids(PdfObject? older, PdfObject? newer, int depth, Place place)
    {
        var before = Items(comparison.Older, older);
        var after = Items(comparison.Newer, newer);
        int next = 0;
        foreach (var item in after)
        {
            if (next < before.Length && IsSameItem(before[next], item))
            {
                CompareElement(before[next++], item, depth, place.To(next));
            }
            else if (!IsForNewWidget(item, 0))
            {
                comparison.Frozen(next < before.Length ? before[next] : null, item, place);
                return;
            }
        }

        if (next < before.Length)
        {
            comparison.Frozen(before[next], null, place);
        }
    }

    private void CompareElement(PdfObject older, PdfObject newer, int depth, Place place)
    {
        comparison.Charge();
        if (older is PdfReference reference && !_seen.Add(reference.Number))
        {
            return;
        }

        if (depth < Deepest && older is PdfReference
            && comparison.Older.Resolve(older) is PdfDictionary before && comparison.Newer.Resolve(newer) is PdfDictionary after)
        {
            comparison.FrozenExcept(before, after, place, "K", "P");
            CompareKids(before["K"], after["K"], depth + 1, place.To("K"));
            if ((before["P"] as PdfReference)?.Number != (after["P"] as PdfReference)?.Number)
            {
                comparison.Forbid(place, $"Revision {comparison.Revision} moved a part of the document's structure.",
                    $"第{comparison.Revision}版移动了逻辑结构中的元素。");
            }
        }
        else
        {
            comparison.Frozen(older, newer, place);
        }
    }

    /// <summary>The number tree from marked content and annotations to elements: the old entries stay.</summary>
    private void CompareParents(PdfObject? older, PdfObject? newer, Place place)
    {
        var before = NumberTree.Read(comparison.Older, older);
        var after = NumberTree.Read(comparison.Newer, newer);
        foreach ((long key, var value) in before)
        {
            var now = after.GetValueOrDefault(key);
            bool isSame = now is not null && (IsSameItem(value, now) || Items(comparison.Older, value) is var first
                && Items(comparison.Newer, now) is var second && first.Length == second.Length
                && first.Zip(second).All(pair => IsSameItem(pair.First, pair.Second)));
            if (!isSame)
            {
                comparison.Frozen(value, now, place);
            }
        }

        foreach ((long key, var value) in after)
        {
            if (!before.ContainsKey(key) && !IsForNewWidget(value, 0))
            {
                comparison.Frozen(null, value, place);
            }
        }
    }

    private bool IsSameItem(PdfObject older, PdfObject newer) => older is PdfReference one
        ? newer is PdfReference other && one.Number == other.Number
        : newer is not PdfReference && comparison.AreSame(older, newer, Place.Trailer);

    /// <summary>A reference to a new signature widget, or a new element that holds nothing else.</summary>
    private bool IsForNewWidget(PdfObject item, int depth)
    {
        comparison.Charge();
        if (depth > 4 || comparison.Newer.Resolve(item) is not PdfDictionary element
            || element.Has("ActualText") || element.Has("E") || !element.Duplicates.IsEmpty
            || item is PdfReference own && comparison.Older.TryFindEntry(own.Number, out var old) && old.Kind != XrefEntryKind.Free)
        {
            return false;
        }

        _speaks |= element.Has("Alt") || element.Has("T");
        if (element["Obj"] is PdfReference target)
        {
            return comparison.NewSignatureWidgets.ContainsKey(target.Number);
        }

        var kids = Items(comparison.Newer, element["K"]);
        return kids.Length > 0 && kids.All(kid => IsForNewWidget(kid, depth + 1));
    }

    private static ImmutableArray<PdfObject> Items(PdfDocument document, PdfObject? value) => document.Resolve(value) switch
    {
        PdfNull => [],
        PdfArray array => array.Items,
        _ => [value!],
    };
}
