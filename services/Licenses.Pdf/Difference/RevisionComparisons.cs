using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// The comparisons of one file's revisions, one after another, with what they share. The first ones walk through the
/// whole document; where there are more, the rest look only at what their revision can have changed.
/// </summary>
/// <param name="history">The file.</param>
/// <param name="walkedThrough">How many comparisons walk through the whole document.</param>
internal sealed class RevisionComparisons(RevisionHistory history, int walkedThrough = 2)
{
    private int _compared;
    private bool _isGraphBuilt;
    private ReferenceGraph? _graph;
    private (int Revision, KnownObjects Objects)? _newest;

    /// <summary>The changes that revision <paramref name="number"/> (2 or more) made; cheapest when asked in their order.</summary>
    public ImmutableArray<Change> Compare(int number)
    {
        try
        {
            var comparison = Prepare(number);
            TrailerRule.Apply(comparison);
            HiddenObjectsRule.Apply(comparison, history.Revisions[number - 1]);
            return comparison.Changes;
        }
        catch (PdfFormatException error)
        {
            return
            [
                new(ChangeLevel.Other, number, null, $"Revision {number} cannot be explained: {error.Message}",
                    $"第{number}版无法解释（字节{error.Offset}）。")
                {
                    IsLimit = error.IsLimit,
                },
            ];
        }
        finally
        {
            history.View(number - 1).ForgetForm();
        }
    }

    private Comparison Prepare(int number)
    {
        var older = history.View(number - 1);
        var newer = history.View(number);
        var before = _newest is { } known && known.Revision == number - 1 ? known.Objects : KnownObjects.Collect(older);
        var reached = _compared++ >= walkedThrough ? Reach(number, older, newer, before) : null;
        var after = reached is not null && AreKnownObjectsKept(older, newer, before, reached) ? before : KnownObjects.Collect(newer);
        _newest = (number, after);
        return new Comparison(older, newer, number) { OlderObjects = before, NewerObjects = after, Reached = reached };
    }

    private HashSet<int>? Reach(int number, PdfDocument older, PdfDocument newer, KnownObjects before)
    {
        if (!_isGraphBuilt)
        {
            _isGraphBuilt = true;
            _graph = ReferenceGraph.Build(history);
        }

        return _graph?.Reach(history.Touched(number).Where(IsTouched), before.IsPage, older.Budget);

        bool IsTouched(int item)
        {
            bool was = older.TryFindEntry(item, out var one);
            bool isNow = newer.TryFindEntry(item, out var other);
            return was != isNow || one != other;
        }
    }

    /// <summary>Nothing of the page tree, its annotations and the form was touched.</summary>
    private static bool AreKnownObjectsKept(PdfDocument older, PdfDocument newer, KnownObjects before, HashSet<int> reached)
    {
        int root = older.Root.Number;
        if (newer.Root.Number != root || reached.Any(number => number != root && before.IsPage(number)))
        {
            return false;
        }

        return !reached.Contains(root)
            || IsKept(older.Catalog["Pages"], newer.Catalog["Pages"], reached, mayBeReached: true)
                && IsKept(Fields(older), Fields(newer), reached, mayBeReached: false);
    }

    private static PdfObject? Fields(PdfDocument view) => (view.Resolve(view.Catalog["AcroForm"]) as PdfDictionary)?["Fields"];

    private static bool IsKept(PdfObject? older, PdfObject? newer, HashSet<int> reached, bool mayBeReached) => (older, newer) switch
    {
        (null, null) => true,
        (PdfReference one, PdfReference other) => one.Number == other.Number && one.Generation == other.Generation
            && (mayBeReached || !reached.Contains(one.Number)),
        _ => false,
    };
}
