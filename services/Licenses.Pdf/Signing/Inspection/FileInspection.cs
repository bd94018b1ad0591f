using Licenses.Pdf.Difference;
using Licenses.Pdf.Document;
using Licenses.Pdf.Revisions;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What the inspections of one file's signatures share: each revision is explained once.</summary>
internal sealed class FileInspection(PdfDocument document, RevisionHistory history, PdfInspectionOptions options)
{
    private readonly Dictionary<int, ImmutableArray<StructureFlaw>> _ownership = [];
    private readonly Dictionary<int, ImmutableArray<Change>> _changes = [];
    private readonly RevisionComparisons _comparisons = new(history);

    public PdfDocument Document => document;

    public RevisionHistory History => history;

    public PdfInspectionOptions Options => options;

    public PdfSource Source => document.Source;

    public int LastRevision => history.Revisions.Length;

    public SignatureLocator Locator { get; } = new(history);

    public SignaturePages Pages { get; } = new(document);

    /// <summary>Flaws of the bytes of one later revision (R11).</summary>
    public ImmutableArray<StructureFlaw> Ownership(int revision)
    {
        if (!_ownership.TryGetValue(revision, out var flaws))
        {
            _ownership.Add(revision, flaws = ByteOwnership.Check(history, revision));
        }

        return flaws;
    }

    /// <summary>What one later revision changed (R15).</summary>
    public ImmutableArray<Change> Changes(int revision)
    {
        if (!_changes.TryGetValue(revision, out var changes))
        {
            _changes.Add(revision, changes = _comparisons.Compare(revision));
        }

        return changes;
    }
}
