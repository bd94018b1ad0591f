using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// The tree of fields: none is deleted, none becomes another, and only signature fields may be added (R17, R18).
/// What may change inside a field is up to <see cref="FieldRule"/>.
/// </summary>
internal sealed class FieldTreeRule(Comparison comparison)
{
    private const int DeepestField = 64;

    private static readonly string[] LinkKeys = ["Kids", "Parent"];

    private readonly HashSet<int> _seen = [];

    public void Apply(PdfObject? older, PdfObject? newer, Place place) =>
        CompareList(older, newer, new FieldContext("", null, null, 0), place);

    private void CompareList(PdfObject? older, PdfObject? newer, FieldContext parent, Place place)
    {
        var before = (comparison.Older.Resolve(older) as PdfArray)?.Items ?? [];
        var after = (comparison.Newer.Resolve(newer) as PdfArray)?.Items ?? [];
        int alike = CountUntouched(before, after);
        var kept = after.Skip(alike).OfType<PdfReference>().ToLookup(item => item.Number);
        var direct = new Queue<PdfObject>(after.Skip(alike).Where(item => item is not PdfReference));
        foreach (var item in before.Skip(alike))
        {
            if (item is PdfReference reference)
            {
                var now = kept[reference.Number].FirstOrDefault() ?? Find(after, alike, reference.Number);
                CompareItem(item, now, parent, place.To(reference.Number));
            }
            else
            {
                // Written straight into the list: it can only be recognised by its place among its like.
                CompareItem(item, direct.TryDequeue(out var same) ? same : null, parent, place);
            }
        }

        var known = before.Skip(alike).OfType<PdfReference>().Select(item => item.Number).ToHashSet();
        foreach (var item in after.Skip(alike))
        {
            if (item is PdfReference reference && !known.Contains(reference.Number) && Find(before, alike, reference.Number) is null)
            {
                NewFieldRule.Apply(comparison, item, parent, place);
            }
        }

        foreach (var item in direct)
        {
            NewFieldRule.Apply(comparison, item, parent, place);
        }
    }

    /// <summary>How many items the lists begin with that are the same, and from which no change can be reached.</summary>
    private int CountUntouched(ImmutableArray<PdfObject> before, ImmutableArray<PdfObject> after)
    {
        int count = 0;
        while (count < before.Length && count < after.Length && comparison.IsUntouched(before[count], after[count]))
        {
            comparison.Charge();
            count++;
        }

        return count;
    }

    private PdfReference? Find(ImmutableArray<PdfObject> items, int end, int number)
    {
        for (int i = 0; i < end; i++)
        {
            if (items[i] is PdfReference reference && reference.Number == number)
            {
                return reference;
            }
        }

        comparison.Charge(1 + end / 64); // a few new fields at the end of a long list; many would have to pay
        return null;
    }

    private void CompareItem(PdfObject older, PdfObject? newer, FieldContext parent, Place place)
    {
        comparison.Charge();
        if (older is PdfReference reference && !_seen.Add(reference.Number) || comparison.IsUntouched(older, newer))
        {
            return;
        }

        var was = comparison.Older.Resolve(older);
        var now = comparison.Newer.Resolve(newer);
        if (was is not PdfDictionary before || now is not PdfDictionary after)
        {
            CompareOther(was, now, parent, place);
            return;
        }

        if (parent.Depth == DeepestField)
        {
            throw new PdfFormatException("The form's fields are nested too deep.", after.Span.Start);
        }

        int? number = (older as PdfReference)?.Number;
        var context = parent.Descend(comparison.Older, before) with { Number = number };
        place = comparison.OlderObjects.PageOf(comparison.Older, number, before) is { } page ? place.OnPage(page) : place;
        FieldRule.Apply(comparison, before, after, context, place);
        CompareParent(before, after, place);
        if (before.Has("Kids") || after.Has("Kids"))
        {
            CompareList(before["Kids"], after["Kids"], context, place.To("Kids"));
        }
    }

    /// <summary>A field that is gone, or something that was no field: a reference to nothing must not become one.</summary>
    private void CompareOther(PdfObject older, PdfObject newer, FieldContext parent, Place place)
    {
        if (older is PdfDictionary deleted)
        {
            string name = parent.Descend(comparison.Older, deleted).Name;
            comparison.Report(ChangeLevel.Other, null, $"Revision {comparison.Revision} deleted form field {name}.",
                $"第{comparison.Revision}版删除了表单域“{name}”。", name);
        }
        else
        {
            comparison.Frozen(older, newer, place);
        }
    }

    private void CompareParent(PdfDictionary older, PdfDictionary newer, Place place)
    {
        var before = older["Parent"] as PdfReference;
        var after = newer["Parent"] as PdfReference;
        if (before?.Number != after?.Number || before is null && newer.Has("Parent"))
        {
            comparison.Forbid(place, $"Revision {comparison.Revision} moved a form field to another parent.",
                $"第{comparison.Revision}版把表单域移到了另一个上级。");
        }
    }

    /// <summary>Keys of a field that this rule answers for.</summary>
    internal static bool IsLink(string key) => LinkKeys.Contains(key);
}
