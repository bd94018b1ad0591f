using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>One revision beside its predecessor: what the rules share while they compare.</summary>
internal sealed class Comparison
{
    private const int MostForbidden = 64; // enough to explain; a flood of them says no more

    private readonly List<Change> _changes = [];
    private readonly HashSet<Change> _known = [];
    private HashSet<string>? _olderNames;
    private int _forbidden;
    private readonly FrozenWalk _walk;
    private readonly FrozenWalk _pageWalk; // what pages and the form share is told of the pages too
    private readonly List<IReadOnlyCollection<(int Older, int Newer)>> _visits = [];

    public Comparison(PdfDocument older, PdfDocument newer, int revision)
    {
        Older = older;
        Newer = newer;
        Revision = revision;
        AppearanceUses = new AppearanceUses(older);
        ResourceWishes = new ResourceWishes(older);
        _walk = new FrozenWalk(this);
        _pageWalk = new FrozenWalk(this);
        _visits.AddRange([_walk.Seen, _pageWalk.Seen]);
    }

    public PdfDocument Older { get; }

    public PdfDocument Newer { get; }

    public int Revision { get; }

    public required KnownObjects OlderObjects { get; init; }

    public required KnownObjects NewerObjects { get; init; }

    /// <summary>The objects from which a change can be reached; null where that is not known, and everything is looked at.</summary>
    public HashSet<int>? Reached { get; init; }

    /// <summary>Neither a page, nor a node above pages, nor anything on a page was touched.</summary>
    public bool ArePagesUntouched => Reached is { } reached
        && !reached.Any(number => number != Older.Root.Number && OlderObjects.IsPage(number))
        && IsSameReference(Older.Catalog["Pages"], Newer.Catalog["Pages"]);

    /// <summary>Who else uses an appearance of the older revision.</summary>
    public AppearanceUses AppearanceUses { get; }

    /// <summary>Which fonts and drawings the older revision asks for by name.</summary>
    public ResourceWishes ResourceWishes { get; }

    /// <summary>Widgets of signature fields that this revision adds, with their field's name.</summary>
    public Dictionary<int, string> NewSignatureWidgets { get; } = [];

    /// <summary>Groups of fields that this revision adds.</summary>
    public HashSet<int> NewGroups { get; } = [];

    /// <summary>An object that must not change cannot be read: what it refers to is not known.</summary>
    public bool SawUnreadable { get; set; }

    public ImmutableArray<Change> Changes => [.. _changes];

    /// <summary>So much was forbidden already that looking on would tell nothing new.</summary>
    public bool IsFull => _forbidden >= MostForbidden;

    /// <summary>Whether the older revision has a field of that name: two with one name are one to some readers.</summary>
    public bool HadField(string name) => (_olderNames ??= [.. Older.Form.Fields.Select(field => field.Name)]).Contains(name);

    public void NoteVisited(IReadOnlyCollection<(int Older, int Newer)> objects)
    {
        if (objects.Count > 0)
        {
            _visits.Add(objects);
        }
    }

    /// <summary>The objects of the older revision that some rule has looked at.</summary>
    public HashSet<int> Visited() => [.. _visits.SelectMany(objects => objects).Select(pair => pair.Older)];

    /// <summary>Whether the older revision has an object in use under that number.</summary>
    public bool IsInUse(int number) => Older.TryFindEntry(number, out var entry) && entry.Kind != XrefEntryKind.Free;

    /// <summary>Whether an entry leads to an object that was there before as something else, and was rewritten.</summary>
    public bool IsTakenOver(PdfObject? older, PdfObject? newer) =>
        newer is PdfReference reference && (older as PdfReference)?.Number != reference.Number
        && IsInUse(reference.Number) && !AreSame(reference, reference, Place.Trailer);

    /// <summary>Two references to one object, from which no change can be reached: nothing below it needs to be looked at.</summary>
    public bool IsUntouched(PdfObject? older, PdfObject? newer) =>
        Reached is { } reached && IsSameReference(older, newer)
        && older is PdfReference { Generation: 0 } reference && !reached.Contains(reference.Number);

    /// <summary>These two must be the same, all the way down; each difference is a change that nothing allows.</summary>
    public void Frozen(PdfObject? older, PdfObject? newer, Place place) =>
        (place.Page is null && place.Pages is null ? _walk : _pageWalk).Compare(older, newer, place);

    /// <summary>Every key but the excepted ones must be the same, all the way down.</summary>
    public void FrozenExcept(PdfDictionary older, PdfDictionary newer, Place place, params ReadOnlySpan<string> except)
    {
        foreach (string key in Keys(older, newer))
        {
            if (!except.Contains(key))
            {
                Frozen(older[key], newer[key], place.To(key));
            }
        }

        RefuseDuplicates(older, newer, place);
    }

    /// <summary>Whether two values are the same, all the way down.</summary>
    public bool AreSame(PdfObject? older, PdfObject? newer, Place place) => FrozenWalk.AreSame(this, older, newer, place);

    /// <summary>Where a key comes twice, readers that take its first value must see what they saw.</summary>
    public void RefuseDuplicates(PdfDictionary older, PdfDictionary newer, Place place)
    {
        foreach (var entry in older.Shadowed)
        {
            Frozen(entry.Value, ReferenceEquals(older, newer) ? entry.Value : newer[entry.Key], place.To(entry.Key));
        }

        if (!newer.Duplicates.IsEmpty && !ReferenceEquals(older, newer))
        {
            Report(ChangeLevel.Other, place.Page, $"A changed dictionary gives /{newer.Duplicates[0]} twice ({place}).",
                $"被修改的字典重复给出/{newer.Duplicates[0]}（{place}）。");
        }
    }

    public void Forbid(Place place, string detail, string detailZh) => Report(ChangeLevel.Other, place.Page, detail, detailZh);

    public void Report(ChangeLevel level, int? page, string detail, string detailZh, string? field = null)
    {
        var change = new Change(level, Revision, page, detail, detailZh) { Field = field };
        Report(change);
    }

    public void Report(Change change)
    {
        if (!IsFull && _known.Add(change))
        {
            _changes.Add(change);
            _forbidden += change.Level == ChangeLevel.Other ? 1 : 0;
        }
    }

    public void Charge(long count = 1) => Older.Budget.ChargeCompared(count);

    private static bool IsSameReference(PdfObject? older, PdfObject? newer) => older is PdfReference one
        && newer is PdfReference other && one.Number == other.Number && one.Generation == other.Generation;

    public static IEnumerable<string> Keys(PdfDictionary older, PdfDictionary newer) =>
        older.Entries.Select(entry => entry.Key).Union(newer.Entries.Select(entry => entry.Key));
}
