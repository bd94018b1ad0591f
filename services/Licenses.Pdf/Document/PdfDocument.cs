using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>
/// A document as of one of its revisions. Opening reads the cross-reference; objects are read when asked for.
/// Not for several threads at once. Does not own its source.
/// </summary>
public sealed class PdfDocument
{
    private const int LongestReferenceChain = 32;

    private readonly ObjectStore _store;
    private readonly int _newest;
    private PdfDictionary? _catalog;
    private PageTree? _pages;
    private AcroForm? _form;

    private PdfDocument(ObjectStore store, int newest)
    {
        _store = store;
        _newest = newest;
        Reader = new ObjectReader(store.Source, store.Budget, Resolve);
    }

    public PdfSource Source => _store.Source;

    /// <summary>All cross-reference sections of the file, also those newer than this view.</summary>
    public XrefChain Chain => _store.Chain;

    /// <summary>The newest section that counts for this view.</summary>
    public XrefSection Section => Chain.Sections[_newest];

    public PdfDictionary Trailer => Section.Trailer;

    /// <summary>Where the newest section is: an update's /Prev.</summary>
    public long StartXref => Section.Span.Start;

    /// <summary>The style in which an update must be written.</summary>
    public XrefStyle XrefStyle => Section.Style;

    /// <summary>The highest object number plus one: the next number that is free for use.</summary>
    public int Size => Math.Max(Section.Size, Chain.Sections[_newest..].Max(HighestEnd));

    public PdfReference Root => Trailer["Root"] as PdfReference
        ?? throw new PdfFormatException("The trailer names no catalog.", Section.Span.Start);

    public PdfReference? Info => Trailer["Info"] as PdfReference;

    public PdfObject? Encrypt => Trailer.Has("Encrypt") ? Trailer["Encrypt"] : null;

    public bool IsEncrypted => Encrypt is not null;

    /// <summary>It is encrypted, and was opened without its password: strings and streams are as they stand.</summary>
    public bool IsLocked => IsEncrypted && _store.Decryption is null;

    /// <summary>What the password that opened it allows; asks nothing of documents that are not encrypted.</summary>
    public AccessRights Access => _store.Access;

    /// <summary>Why it is locked; null where it is not.</summary>
    public string? LockReason => IsLocked ? _store.LockReason : null;

    public PdfArray? Id => Resolve(Trailer["ID"]) as PdfArray;

    public PdfDictionary Catalog => _catalog ??= Resolve(Root) as PdfDictionary
        ?? throw new PdfFormatException("The catalog is not a dictionary.", Section.Span.Start);

    /// <summary>The version that counts: the header's, or a later one that the catalog names; like "1.7".</summary>
    public string Version => FileHeader.Later(FileHeader.Read(Source), (Resolve(Catalog["Version"]) as PdfName)?.Value);

    public PageTree Pages => _pages ??= new PageTree(this);

    /// <summary>The interactive form; empty where the document has none.</summary>
    public AcroForm Form => _form ??= new AcroForm(this);

    /// <summary>
    /// Objects that something refers to by another generation than theirs, as far as was read: null to us and to the
    /// standard, and the object itself to careless readers.
    /// </summary>
    internal IReadOnlyCollection<int> FalseGenerations => _store.FalseGenerations;

    internal ObjectReader Reader { get; }

    /// <summary>Where set, it receives the number of every object that is asked for: what an answer depends on.</summary>
    internal ICollection<int>? Trace { get; set; }

    /// <summary>Encrypts what is added to this document; null where it is not encrypted.</summary>
    internal Encryption? Encryption => _store.Encryption;

    internal PdfBudget Budget => _store.Budget;

    public static PdfDocument Open(PdfSource source, PdfOpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= PdfOpenOptions.Default;
        if (source.Length > options.Limits.FileSize)
        {
            throw new PdfFormatException($"The file is longer than {options.Limits.FileSize} bytes.", options.Limits.FileSize)
            {
                IsLimit = true,
            };
        }

        var budget = new PdfBudget(options.Limits, source.Length, options.Cancellation);
        var store = new ObjectStore(source, budget, ReadChain(source, budget, options.Tolerant));
        var document = new PdfDocument(store, 0);
        if (document.IsEncrypted)
        {
            Unlock(document, store, options);
        }

        return document;
    }

    /// <summary>The object with this number; null where there is none in use.</summary>
    public IndirectObject? FindObject(int number)
    {
        Trace?.Add(number);
        if (!TryFindEntry(number, out var entry))
        {
            return null;
        }

        if (entry is { Kind: XrefEntryKind.InObjectStream, Offset: <= int.MaxValue })
        {
            Trace?.Add((int)entry.Offset);
        }

        return entry.Kind switch
        {
            XrefEntryKind.InFile => _store.ReadInFile(number, entry, this),
            XrefEntryKind.InObjectStream => _store.ReadInStream(number, entry, this),
            _ => null,
        };
    }

    /// <summary>What the object with this number holds; null (the object) where there is none.</summary>
    public PdfObject GetObject(int number) => FindObject(number)?.Value ?? PdfNull.Instance;

    /// <summary>What a reference leads to, or the value itself; absent becomes null (the object).</summary>
    public PdfObject Resolve(PdfObject? value)
    {
        for (int i = 0; value is PdfReference reference; i++)
        {
            if (i == LongestReferenceChain)
            {
                throw new PdfFormatException("References lead in a circle.", reference.Span.Start);
            }

            value = FindObject(reference)?.Value;
        }

        return value ?? PdfNull.Instance;
    }

    public PdfObject Resolve(PdfDictionary dictionary, string key) => Resolve(dictionary[key]);

    public DecodedStream Decode(PdfStream stream) => StreamDecoder.Decode(stream, Resolve, Budget);

    /// <summary>The object that a reference names; null where its generation is not the one in use.</summary>
    public IndirectObject? FindObject(PdfReference reference)
    {
        var stored = FindObject(reference.Number);
        if (stored is null || stored.Generation == reference.Generation)
        {
            return stored;
        }

        _store.FalseGenerations.Add(reference.Number);
        return null;
    }

    /// <summary>What the cross-reference says of an object as of this view.</summary>
    public bool TryFindEntry(int number, out XrefEntry entry) => _store.Index.TryFind(number, _newest, out entry);

    /// <summary>The numbers of the objects in an object stream as of this view, by index.</summary>
    /// <exception cref="PdfFormatException">It is not in the file, or cannot be read.</exception>
    internal ImmutableArray<int> ReadMembers(int container) =>
        TryFindEntry(container, out var place) && place.Kind == XrefEntryKind.InFile
            ? _store.ReadMembers(container, place, this)
            : throw new PdfFormatException($"Object stream {container} is not in the file.", 0);

    /// <summary>Lets go of the form's fields, which many revisions together could not hold; they are read again when asked for.</summary>
    internal void ForgetForm() => _form = null;

    /// <summary>The document as of an earlier section of <see cref="Chain"/>.</summary>
    internal PdfDocument At(int section) => section == _newest ? this : new PdfDocument(_store, section);

    private static void Unlock(PdfDocument document, ObjectStore store, PdfOpenOptions options)
    {
        try
        {
            if (document.Resolve(document.Encrypt) is not PdfDictionary dictionary)
            {
                throw new PdfFormatException("The encryption dictionary is missing.", document.Section.Span.Start);
            }

            var handler = SecurityHandler.Read(dictionary, document.Id, document.Resolve);
            var (key, isOwner) = FileKey.Find(handler, options.Password ?? "")
                ?? (options.Password is null ? null : FileKey.Find(handler, ""))
                ?? throw new PdfFormatException("The document is encrypted, and the password does not open it.", dictionary.Span.Start)
                {
                    IsLocked = true,
                };
            var cipher = new ObjectCipher(key);
            store.Access = isOwner ? AccessRights.Unlimited : AccessRights.OfUser(handler);
            store.Encryption = new Encryption(handler, cipher);
            store.Decryption = new Decryption(handler, cipher, (document.Encrypt as PdfReference)?.Number);
        }
        catch (PdfFormatException error) when (error.IsLocked && options.AllowLocked)
        {
            store.LockReason = error.Message; // the document stays locked, which the caller allows
        }
    }

    private static XrefChain ReadChain(PdfSource source, PdfBudget budget, bool isTolerant)
    {
        if (isTolerant)
        {
            return LostObjects.Find(source, budget);
        }

        FileHeader.Read(source);
        return XrefChain.Read(source, budget);
    }

    private static int HighestEnd(XrefSection section) => Math.Max(
        section.Subsections is [.., var last] ? last.End : 0,
        section.Hybrid is { } hybrid ? HighestEnd(hybrid) : 0);
}
