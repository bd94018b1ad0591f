using Licenses.Pdf.Signing;
using Licenses.Trust;
using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>How a sealed document stands towards its long-term validity.</summary>
public enum ArchiveState
{
    /// <summary>No seal: there is nothing to keep.</summary>
    NotSealed,

    /// <summary>A seal is broken or cannot be read: a timestamp would not mend it.</summary>
    Damaged,

    /// <summary>A seal that no timestamp of a trusted authority covers: it can be raised, not renewed.</summary>
    NotStamped,

    /// <summary>The last timestamp holds for long enough.</summary>
    Kept,

    /// <summary>The last timestamp nears its end: the next one must be set before it.</summary>
    Due,

    /// <summary>The last timestamp ended, and nothing was set before that: a new one proves nothing about the old ones.</summary>
    Lapsed,
}

/// <summary>Until when a document's last timestamp carries its seals (EN 319 142-1, 6, level B-LTA).</summary>
/// <param name="State">What that means now.</param>
/// <param name="Until">When the authority's certificate or its algorithms end; null where trusted timestamps do not cover all seals.</param>
public sealed record ArchiveTerm(ArchiveState State, DateTimeOffset? Until)
{
    /// <param name="inspection">What is in the document.</param>
    /// <param name="trust">Whom authorities are trusted by; timestamps of strangers do not count.</param>
    /// <param name="algorithms">Until when algorithms count.</param>
    /// <param name="now">Now.</param>
    /// <param name="notice">How long before its end a timestamp is due to be followed by another one.</param>
    public static ArchiveTerm Of(
        PdfInspection inspection, TrustStore trust, AlgorithmTable algorithms, DateTimeOffset now, TimeSpan notice)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(algorithms);
        var evidence = DocumentEvidence.Collect(inspection, trust);
        SignatureEvidence[] signatures = [.. evidence.Signatures];
        var seals = signatures.Where(one => one.Inspected.Kind == SignatureKind.Signature).ToArray();
        if (inspection.HoldsUnreadableSignature || signatures.Any(one => !one.Inspected.Intact))
        {
            return new ArchiveTerm(ArchiveState.Damaged, null);
        }

        if (seals.Length == 0)
        {
            return new ArchiveTerm(ArchiveState.NotSealed, null);
        }

        // The last document timestamp that counts carries all that is before it; a seal after it stands on its own.
        var terms = new StampTerms(trust, evidence, algorithms, now);
        var last = signatures
            .Where(one => one.DocumentStamp is not null)
            .Select(one => (one.Place, End: terms.EndOf(one.DocumentStamp!)))
            .LastOrDefault(one => one.End is not null);
        DateTimeOffset?[] ends =
        [
            .. seals.Where(seal => seal.Place > last.Place).Select(seal => seal.IntactStamps.Select(terms.EndOf).Max()),
            .. last.End is { } end ? [end] : Array.Empty<DateTimeOffset?>(),
        ];
        return ends.Contains(null) ? new ArchiveTerm(ArchiveState.NotStamped, null) : Judge(ends.Min()!.Value, now, notice);
    }

    private static ArchiveTerm Judge(DateTimeOffset until, DateTimeOffset now, TimeSpan notice) => new(
        until <= now ? ArchiveState.Lapsed : until - notice <= now ? ArchiveState.Due : ArchiveState.Kept, until);
}
