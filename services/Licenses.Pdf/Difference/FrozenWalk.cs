using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// Compares two values that must not differ, and all that they lead to. Whatever a rule does not except ends here, by
/// every path that leads to it: that is what "deny by default" means (R15, R18).
/// </summary>
internal sealed class FrozenWalk
{
    private readonly Comparison _comparison;
    private readonly bool _onlyAsks;
    private readonly HashSet<(int Older, int Newer)> _seen = [];
    private readonly Stack<(PdfObject Older, PdfObject Newer, Place Place)> _open = new();
    private bool _differs;

    public FrozenWalk(Comparison comparison, bool onlyAsks = false)
    {
        _comparison = comparison;
        _onlyAsks = onlyAsks;
    }

    /// <summary>The objects that were looked at, by their numbers before and after.</summary>
    public IReadOnlyCollection<(int Older, int Newer)> Seen => _seen;

    public static bool AreSame(Comparison comparison, PdfObject? older, PdfObject? newer, Place place)
    {
        if (ReferenceEquals(older, newer) && older is not (PdfReference or PdfArray or PdfDictionary or PdfStream))
        {
            return true;
        }

        var walk = new FrozenWalk(comparison, onlyAsks: true);
        walk.Compare(older, newer, place);
        comparison.NoteVisited(walk.Seen);
        return !walk._differs;
    }

    public void Compare(PdfObject? older, PdfObject? newer, Place place)
    {
        Push(older, newer, place);
        while (_open.TryPop(out var pair) && !_comparison.IsFull && !(_onlyAsks && _differs))
        {
            _comparison.Charge();
            Step(pair.Older, pair.Newer, pair.Place);
        }

        _open.Clear();
    }

    private void Push(PdfObject? older, PdfObject? newer, Place place)
    {
        older ??= PdfNull.Instance;
        newer ??= PdfNull.Instance;
        if (!ReferenceEquals(older, newer) || older is PdfReference or PdfArray or PdfDictionary or PdfStream)
        {
            _open.Push((older, newer, place));
        }
    }

    private void Step(PdfObject older, PdfObject newer, Place place)
    {
        if (older is PdfReference one && newer is PdfReference other)
        {
            if (one.Number == other.Number && _comparison.OlderObjects.IsJudgedElsewhere(one.Number, place)
                || !_seen.Add((one.Number, other.Number)) || _comparison.IsUntouched(one, other))
            {
                return;
            }

            if (IsBroken(one, other))
            {
                _comparison.SawUnreadable = true;
                return; // it leads nowhere that we know of, as it did before
            }
        }

        older = _comparison.Older.Resolve(older);
        newer = _comparison.Newer.Resolve(newer);
        switch (older, newer)
        {
            case (PdfDictionary first, PdfDictionary second):
                StepInto(first, second, place, isStream: false);
                break;
            case (PdfArray first, PdfArray second) when first.Items.Length == second.Items.Length:
                for (int i = 0; i < first.Items.Length; i++)
                {
                    Push(first.Items[i], second.Items[i], place.To(i));
                }

                break;
            case (PdfStream first, PdfStream second):
                StepInto(first.Dictionary, second.Dictionary, place, isStream: true);
                if (!StreamBytes.AreSame(first, second))
                {
                    Differ(place);
                }

                break;
            default:
                if (!AreSameScalars(older, newer))
                {
                    Differ(place);
                }

                break;
        }
    }

    private void StepInto(PdfDictionary older, PdfDictionary newer, Place place, bool isStream)
    {
        // A direct length goes with the bytes, which are compared. One that stands elsewhere can be rewritten there, and
        // then the stream ends earlier or later without being touched.
        bool skipsLength = isStream && older["Length"] is PdfInteger && newer["Length"] is PdfInteger;
        foreach (var entry in older.Entries)
        {
            if (!skipsLength || entry.Key != "Length")
            {
                Push(entry.Value, newer[entry.Key], place.To(entry.Key));
            }
        }

        // Readers that take the first of two values must see what they saw.
        foreach (var entry in older.Shadowed)
        {
            Push(entry.Value, ReferenceEquals(older, newer) ? entry.Value : newer[entry.Key], place.To(entry.Key));
        }

        if (ReferenceEquals(older, newer))
        {
            return;
        }

        foreach (var entry in newer.Entries)
        {
            if (older[entry.Key] is null)
            {
                Push(null, entry.Value, place.To(entry.Key));
            }
        }

        if (!newer.Duplicates.IsEmpty)
        {
            Differ(place);
        }
    }

    /// <summary>Whether the object cannot be read, and stands where it stood, so that it is as broken as before.</summary>
    private bool IsBroken(PdfReference older, PdfReference newer)
    {
        if (older.Number != newer.Number || !_comparison.Older.TryFindEntry(older.Number, out var before)
            || !_comparison.Newer.TryFindEntry(newer.Number, out var after) || before != after
            || before.Kind == XrefEntryKind.InObjectStream)
        {
            return false;
        }

        try
        {
            _comparison.Older.FindObject(older);
            return false;
        }
        catch (PdfFormatException)
        {
            return true;
        }
    }

    private void Differ(Place place)
    {
        _differs = true;
        if (!_onlyAsks)
        {
            _comparison.Report(ChangeSentences.Forbidden(place, _comparison.Revision));
        }
    }

    private static bool AreSameScalars(PdfObject older, PdfObject newer) => (older, newer) switch
    {
        (PdfNull, PdfNull) => true,
        (PdfBoolean one, PdfBoolean other) => one.Value == other.Value,
        (PdfInteger one, PdfInteger other) => one.Value == other.Value,
        (PdfReal one, PdfReal other) => one.Value.Equals(other.Value),
        (PdfInteger one, PdfReal other) => other.Value.Equals((double)one.Value),
        (PdfReal one, PdfInteger other) => one.Value.Equals((double)other.Value),
        (PdfName one, PdfName other) => one.Value == other.Value,
        (PdfString one, PdfString other) => one.Bytes.Span.SequenceEqual(other.Bytes.Span),
        _ => false,
    };
}
