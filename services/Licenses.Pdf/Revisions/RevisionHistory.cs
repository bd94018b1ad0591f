using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Revisions;

/// <summary>
/// The revisions of a file, told apart by its cross-references and never by a search for %%EOF, which may stand in a
/// string or a stream just as well.
/// </summary>
public sealed class RevisionHistory
{
    private const int LongestSignedTail = 1024; // %%EOF must stand within the last 1024 bytes of a document

    private readonly PdfDocument _document;
    private readonly Dictionary<int, PdfDocument> _views = [];

    private RevisionHistory(PdfDocument document, ImmutableArray<Revision> revisions, ImmutableArray<StructureFlaw> flaws)
    {
        _document = document;
        Revisions = revisions;
        Flaws = flaws;
    }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Revision> Revisions { get; }

    /// <summary>What is wrong with the chain and the cross-references; says nothing yet of who owns which byte.</summary>
    public ImmutableArray<StructureFlaw> Flaws { get; }

    public PdfSource Source => _document.Source;

    public static RevisionHistory Read(PdfDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Chain.IsGuess)
        {
            throw new ArgumentException("What was opened tolerantly has no revisions.", nameof(document));
        }

        var flaws = ImmutableArray.CreateBuilder<StructureFlaw>();
        var revisions = RevisionDivision.Divide(document.Source, document.Chain, flaws);
        foreach (var revision in revisions)
        {
            XrefRules.Check(revision, revision.Number > 1 ? revisions[revision.Number - 2] : null, document, flaws);
        }

        return new(document, revisions, flaws.ToImmutable());
    }

    /// <summary>The document as of a revision, from 1.</summary>
    public PdfDocument View(int number)
    {
        if (!_views.TryGetValue(number, out var view))
        {
            _views.Add(number, view = _document.At(Revisions[number - 1].Section));
        }

        return view;
    }

    /// <summary>
    /// The objects of which the cross-reference speaks anew since the revision before: no other object is another now,
    /// unless it stands in an object stream that is.
    /// </summary>
    internal IEnumerable<int> Touched(int number)
    {
        int newest = Revisions[number - 1].Section;
        int oldest = number > 1 ? Revisions[number - 2].Section : _document.Chain.Sections.Length;
        return _document.Chain.Sections.Take(newest..oldest).SelectMany(section => section.Objects()).Select(item => item.Number);
    }

    /// <summary>The document's bytes as of a revision, from 1: exactly what stood there when it was saved, up to %%EOF and its line end.</summary>
    public PdfSource Extract(int number)
    {
        long end = Revisions[number - 1].End;
        Span<byte> lineEnd = stackalloc byte[2];
        int count = Source.Read(end, lineEnd);
        end += count == 2 && lineEnd.SequenceEqual("\r\n"u8) ? 2 : count > 0 && lineEnd[0] is (byte)'\r' or (byte)'\n' ? 1 : 0;
        return Source.Head(end);
    }

    /// <summary>The revision that ends where these first bytes end (R10); null where none does.</summary>
    public Revision? FindClosedBy(long length)
    {
        for (int i = Revisions.Length - 1; i >= 0; i--)
        {
            var revision = Revisions[i];
            if (revision.End <= length)
            {
                long tail = length - revision.End;
                return tail <= LongestSignedTail && (i + 1 == Revisions.Length || ByteOwnership.IsBlank(Source, revision.End, length))
                    ? revision
                    : null;
            }
        }

        return null;
    }
}
