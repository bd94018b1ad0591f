using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// Which objects lead to which, in all revisions of a file together. It tells what a revision can have changed at all, so
/// that many revisions of a large document need not be walked through one by one. Whatever is in doubt counts as changed.
/// </summary>
internal sealed class ReferenceGraph
{
    private readonly Dictionary<int, List<int>> _referrers = [];
    private readonly HashSet<int> _doubtful = []; // must be looked at in every revision

    private ReferenceGraph()
    {
    }

    /// <summary>Reads every object of every revision once. Null where an object can change without being touched.</summary>
    public static ReferenceGraph? Build(RevisionHistory history)
    {
        if (IsAnyContainerRewritten(history))
        {
            return null;
        }

        var graph = new ReferenceGraph();
        for (int number = 1; number <= history.Revisions.Length; number++)
        {
            var view = history.View(number);
            foreach (int item in history.Touched(number).Distinct())
            {
                graph.Add(view, item);
            }
        }

        return graph;
    }

    /// <summary>The objects from which a touched one can be reached, themselves included.</summary>
    /// <param name="touched">What a revision wrote anew.</param>
    /// <param name="isBoundary">Objects that are judged by themselves: who refers to them is not concerned.</param>
    /// <param name="budget">Pays for each.</param>
    public HashSet<int> Reach(IEnumerable<int> touched, Func<int, bool> isBoundary, PdfBudget budget)
    {
        var reached = new HashSet<int>(_doubtful);
        reached.UnionWith(touched);
        var open = new Stack<int>(reached);
        while (open.TryPop(out int number))
        {
            budget.ChargeCompared();
            if (isBoundary(number) || !_referrers.TryGetValue(number, out var referrers))
            {
                continue;
            }

            foreach (int referrer in referrers)
            {
                if (reached.Add(referrer))
                {
                    open.Push(referrer);
                }
            }
        }

        return reached;
    }

    /// <summary>An object stream that is replaced replaces what it holds, though the cross-reference does not say so.</summary>
    private static bool IsAnyContainerRewritten(RevisionHistory history)
    {
        var entries = Enumerable.Range(1, history.Revisions.Length)
            .SelectMany(number => history.Touched(number).Distinct().Select(item => (View: history.View(number), Number: item)));
        var containers = new HashSet<int>();
        foreach (var (view, number) in entries)
        {
            if (view.TryFindEntry(number, out var entry) && entry.Kind == XrefEntryKind.InObjectStream)
            {
                containers.Add((int)Math.Min(entry.Offset, int.MaxValue));
            }
        }

        var known = new Dictionary<int, XrefEntry>();
        return entries.Where(item => containers.Contains(item.Number)).Any(item =>
            item.View.TryFindEntry(item.Number, out var entry) && !known.TryAdd(item.Number, entry) && known[item.Number] != entry);
    }

    private void Add(PdfDocument view, int number)
    {
        if (!view.TryFindEntry(number, out var entry) || entry.Kind is XrefEntryKind.Free or XrefEntryKind.Unknown)
        {
            return;
        }

        if (entry.Kind == XrefEntryKind.InObjectStream)
        {
            Note((int)Math.Min(entry.Offset, int.MaxValue), number);
        }
        else if (entry.Generation != 0)
        {
            _doubtful.Add(number); // a reference may miss it
        }

        PdfObject value;
        try
        {
            value = view.GetObject(number);
        }
        catch (PdfFormatException)
        {
            _doubtful.Add(number); // nobody knows what it refers to
            return;
        }

        Add(view, number, value);
    }

    private void Add(PdfDocument view, int number, PdfObject value)
    {
        var open = new Stack<PdfObject>();
        open.Push(value);
        while (open.TryPop(out var next))
        {
            view.Budget.ChargeCompared();
            switch (next)
            {
                case PdfReference reference:
                    Note(reference.Number, number);
                    if (reference.Generation != 0)
                    {
                        _doubtful.Add(number);
                    }

                    break;
                case PdfArray array:
                    PushAll(open, array.Items);
                    break;
                case PdfDictionary dictionary:
                    PushAll(open, dictionary.Entries.Concat(dictionary.Shadowed).Select(entry => entry.Value));
                    break;
                case PdfStream stream:
                    open.Push(stream.Dictionary);
                    break;
            }
        }
    }

    private static void PushAll(Stack<PdfObject> open, IEnumerable<PdfObject> values)
    {
        foreach (var value in values)
        {
            if (value is PdfReference or PdfArray or PdfDictionary)
            {
                open.Push(value);
            }
        }
    }

    private void Note(int target, int referrer)
    {
        if (!_referrers.TryGetValue(target, out var referrers))
        {
            _referrers.Add(target, referrers = []);
        }

        if (referrers.Count == 0 || referrers[^1] != referrer)
        {
            referrers.Add(referrer);
        }
    }
}
