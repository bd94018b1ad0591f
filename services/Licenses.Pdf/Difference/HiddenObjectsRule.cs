using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;

namespace Licenses.Pdf.Difference;

/// <summary>
/// Objects that we do not see where other readers may: referred to by a false generation, or from an object that only a
/// careless reader can read. They must stay as they were (R15).
/// </summary>
internal static class HiddenObjectsRule
{
    public static void Apply(Comparison comparison, Revision revision)
    {
        CompareFalseGenerations(comparison);
        if (comparison.SawUnreadable)
        {
            RefuseUnseen(comparison, revision);
        }
    }

    private static void CompareFalseGenerations(Comparison comparison)
    {
        var compared = new HashSet<int>();
        bool isDone = false;
        while (!isDone)
        {
            int[] open = [.. comparison.Older.FalseGenerations.Where(compared.Add)]; // comparing may bring up more
            isDone = open.Length == 0;
            foreach (int number in open)
            {
                comparison.Frozen(comparison.Older.GetObject(number), comparison.Newer.GetObject(number), Place.Trailer.To(number));
            }
        }
    }

    private static void RefuseUnseen(Comparison comparison, Revision revision)
    {
        var visited = comparison.Visited();
        var objects = revision.Sections.SelectMany(section => section.Objects()).Select(item => item.Number);
        foreach (int number in objects.Where(number => IsRewritten(comparison, number) && !visited.Contains(number)))
        {
            if (!comparison.OlderObjects.IsKnown(number))
            {
                comparison.Forbid(Place.Trailer,
                    $"Revision {comparison.Revision} rewrote object {number}, and an object that cannot be read may refer to it.",
                    $"第{comparison.Revision}版改写了对象{number}，而无法读取的对象可能引用它。");
            }
        }
    }

    private static bool IsRewritten(Comparison comparison, int number) =>
        comparison.Older.TryFindEntry(number, out var before) && before.Kind != XrefEntryKind.Free
        && (!comparison.Newer.TryFindEntry(number, out var after) || before != after);
}
