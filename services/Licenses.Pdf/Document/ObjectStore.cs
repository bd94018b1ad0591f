using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The objects of a file that were read so far, by where they stand: shared by all its revisions.</summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<(long Place, int Index), IndirectObject> _objects = [];
    private readonly Dictionary<long, ObjectStream> _streams = [];
    private readonly HashSet<long> _beingRead = [];

    public ObjectStore(PdfSource source, PdfBudget budget, XrefChain chain)
    {
        Source = source;
        Budget = budget;
        Chain = chain;
        Index = new XrefIndex(chain.Sections);
    }

    public PdfSource Source { get; }

    public PdfBudget Budget { get; }

    public XrefChain Chain { get; }

    public XrefIndex Index { get; }

    /// <summary>Objects that were asked for by another generation than theirs.</summary>
    public HashSet<int> FalseGenerations { get; } = [];

    /// <summary>Why the file's encryption could not be undone.</summary>
    public string? LockReason { get; set; }

    /// <summary>Set once the file's encryption is known.</summary>
    public Decryption? Decryption { get; set; }

    /// <summary>Set together with <see cref="Decryption"/>.</summary>
    public Encryption? Encryption { get; set; }

    public AccessRights Access { get; set; } = AccessRights.Unlimited;

    public IndirectObject ReadInFile(int number, XrefEntry entry, PdfDocument view)
    {
        if (_objects.TryGetValue((entry.Offset, -1), out var known))
        {
            return Matching(known, number, entry);
        }

        var stored = Matching(view.Reader.ReadAt(entry.Offset), number, entry);
        stored = Decryption?.Decrypt(stored) ?? stored;
        _objects.Add((entry.Offset, -1), stored);
        return stored;
    }

    public IndirectObject ReadInStream(int number, XrefEntry entry, PdfDocument view)
    {
        int container = entry.Offset <= int.MaxValue ? (int)entry.Offset : -1;
        if (!view.TryFindEntry(container, out var place) || place.Kind != XrefEntryKind.InFile)
        {
            throw new PdfFormatException($"Object stream {entry.Offset} is not in the file.", 0);
        }

        if (_objects.TryGetValue((place.Offset, entry.Generation), out var known))
        {
            return known.Number == number
                ? known
                : throw new PdfFormatException($"Objects {number} and {known.Number} claim the same place.", place.Offset);
        }

        var stored = OpenStream(container, place, view).Read(entry.Generation, number);
        _objects.Add((place.Offset, entry.Generation), stored);
        return stored;
    }

    /// <summary>The numbers of the objects in an object stream, in their order.</summary>
    /// <exception cref="PdfFormatException">It cannot be read.</exception>
    public ImmutableArray<int> ReadMembers(int container, XrefEntry place, PdfDocument view) =>
        OpenStream(container, place, view).Members;

    private ObjectStream OpenStream(int container, XrefEntry place, PdfDocument view)
    {
        if (_streams.TryGetValue(place.Offset, out var known))
        {
            return known;
        }

        if (!_beingRead.Add(place.Offset))
        {
            throw new PdfFormatException("An object stream needs an object that it holds itself.", place.Offset);
        }

        try
        {
            var stored = ReadInFile(container, place, view);
            if (stored.Value is not PdfStream stream || view.Resolve(stream.Dictionary["Type"]) is not PdfName { Value: "ObjStm" })
            {
                throw new PdfFormatException($"Object {container} is not an object stream.", place.Offset);
            }

            var decoded = view.Decode(stream);
            var opened = new ObjectStream(stored, decoded.Bytes, ResolveIndex(stream.Dictionary, view), Budget.Limits);
            _streams.Add(place.Offset, opened);
            return opened;
        }
        finally
        {
            _beingRead.Remove(place.Offset);
        }
    }

    private static PdfDictionary ResolveIndex(PdfDictionary dictionary, PdfDocument view) =>
        dictionary.With("N", view.Resolve(dictionary["N"])).With("First", view.Resolve(dictionary["First"]));

    private static IndirectObject Matching(IndirectObject stored, int number, XrefEntry entry) =>
        stored.Number == number && stored.Generation == entry.Generation
            ? stored
            : throw new PdfFormatException(
                $"Expected object {number} {entry.Generation}, found {stored.Number} {stored.Generation}.", entry.Offset);
}
