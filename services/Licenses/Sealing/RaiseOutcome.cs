using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>What came of raising a document's seals to a level.</summary>
public abstract record RaiseOutcome
{
    private RaiseOutcome() { } // closed: only the cases below exist

    /// <summary>Raised, at least as far as asked for or, where that was allowed, as far as could be.</summary>
    /// <param name="Update">What must stand behind the document; empty where it was there already.</param>
    /// <param name="Level">What all of its seals reach now; null: not even the lowest.</param>
    /// <param name="Missing">What kept it from the level that was asked for; empty where it was reached.</param>
    public sealed record Raised(
        ReadOnlyMemory<byte> Update, SignatureLevel? Level, ImmutableArray<LocalizedText> Missing) : RaiseOutcome;

    /// <summary>Data for the level lacks; nothing was made.</summary>
    public sealed record Lacking(ImmutableArray<LocalizedText> Missing) : RaiseOutcome;

    /// <summary>The document cannot be raised at all.</summary>
    public sealed record Refused(SealRefusal Code, LocalizedText Why) : RaiseOutcome;
}
