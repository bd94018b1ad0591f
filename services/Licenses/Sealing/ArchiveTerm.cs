using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;
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

    /// <summary>A seal that no timestamp covers: it can be raised, not renewed.</summary>
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
/// <param name="Until">When the authority's certificate or its algorithms end; null where no timestamp covers all seals.</param>
public sealed record ArchiveTerm(ArchiveState State, DateTimeOffset? Until)
{
    /// <param name="inspection">What is in the document.</param>
    /// <param name="trust">Whom authorities are trusted by: where an authority above ends first, its end counts.</param>
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

        // The last document timestamp carries all that is before it; a seal after it stands on its own timestamp.
        var last = Array.FindLast(signatures, one => one.Token is not null);
        DateTimeOffset?[] ends =
        [
            .. seals.Where(seal => seal.Place > (last?.Place ?? 0)).Select(EndOfSeal),
            .. last?.Token is { } token ? [EndOfToken(token)] : Array.Empty<DateTimeOffset?>(),
        ];
        return ends.Contains(null) ? new ArchiveTerm(ArchiveState.NotStamped, null) : Judge(ends.Min()!.Value, now, notice);

        DateTimeOffset? EndOfSeal(SignatureEvidence seal) => seal.Stamps
            .Where(stamp => stamp.VerifyOver(seal.Claims.SignatureValue).Intact)
            .Select(EndOfToken)
            .Max();

        DateTimeOffset? EndOfToken(TimeStampToken token) =>
            AlgorithmTable.Earlier(EndOf(token, algorithms), PathEndOf(token, trust, evidence.Offered, algorithms));
    }

    private static ArchiveTerm Judge(DateTimeOffset until, DateTimeOffset now, TimeSpan notice) => new(
        until <= now ? ArchiveState.Lapsed : until - notice <= now ? ArchiveState.Due : ArchiveState.Kept, until);

    private static DateTimeOffset? EndOf(TimeStampToken token, AlgorithmTable algorithms)
    {
        if (token.Authority is not { } authority)
        {
            return null;
        }

        DateTimeOffset?[] ends =
        [
            authority.NotAfter, algorithms.EndOf(authority),
            token.ImprintDigest is { } digest ? algorithms.EndOf(digest) : DateTimeOffset.MinValue,
        ];
        return ends.Min();
    }

    // What an authority's own authorities said of it counts until they end themselves (EN 319 102-1, 5.6.2.2).
    private static DateTimeOffset? PathEndOf(
        TimeStampToken token, TrustStore trust, CertificatePool offered, AlgorithmTable algorithms)
    {
        if (token.Authority is not { } authority
            || trust.Paths.Validate(new PathRequest(authority, token.Info.Time, CertificatePurpose.TimeStamping, offered))
                is not PathOutcome.Valid { Path: var path })
        {
            return null;
        }

        return path.Certificates.SelectMany(certificate => (DateTimeOffset?[])[certificate.NotAfter, algorithms.EndOf(certificate)])
            .Append(path.Anchor.End).Min();
    }
}
