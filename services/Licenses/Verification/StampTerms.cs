using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>
/// Until when a timestamp carries what it covers. Anybody can append one of his own making: only those count that an
/// authority gave whom an anchor vouched for, for timestamps, at that time, and that nothing at hand calls revoked. That
/// its status is not known now takes nothing away: the next timestamp is then due no earlier and no later.
/// </summary>
internal sealed class StampTerms(TrustStore trust, DocumentEvidence evidence, AlgorithmTable algorithms, DateTimeOffset now)
{
    public AnchorSet Anchors => trust.Anchors;

    public DateTimeOffset Now => now;

    /// <summary>What looking may cost.</summary>
    public WorkBudget Work { get; init; } = new(CancellationToken.None);

    /// <summary>
    /// When the first of the certificates above it, their algorithms or the anchor's trust ends: what an authority's own
    /// authorities said of it counts until they end themselves (EN 319 102-1, 5.6.2.2). Null where it does not count.
    /// </summary>
    public DateTimeOffset? EndOf(CheckedStamp stamp)
    {
        if (!stamp.Intact || stamp.Authority is not { } authority || stamp.Time > now || stamp.Token.ImprintDigest is not { } digest)
        {
            return null;
        }

        var request = new PathRequest(authority, stamp.Time, CertificatePurpose.TimeStamping, evidence.Offered) { Work = Work };
        return trust.Paths.Validate(request) is PathOutcome.Valid { Path: var path } && !IsRevoked(path, stamp)
            ? path.Certificates
                .SelectMany(certificate => (DateTimeOffset?[])[certificate.NotAfter, algorithms.EndOf(certificate)])
                .Append(path.Anchor.End).Append(algorithms.EndOf(digest)).Append(algorithms.RowOf(stamp.Check.SignatureAlgorithm)?.End).Min()
            : null;
    }

    /// <summary>Until when the timestamps carry all seals; null where those that count do not cover all of them.</summary>
    // The last document timestamp that counts carries all that is before it; a seal after it stands on its own.
    public DateTimeOffset? End()
    {
        var last = evidence.Signatures
            .Where(one => one.DocumentStamp is not null)
            .Select(one => (one.Place, End: EndOf(one.DocumentStamp!)))
            .LastOrDefault(one => one.End is not null);
        DateTimeOffset?[] ends =
        [
            .. evidence.Signatures.Where(one => one.Inspected.Kind == SignatureKind.Signature && one.Place > last.Place)
                .Select(seal => seal.IntactStamps.Select(EndOf).Max()),
            .. last.End is { } end ? [end] : Array.Empty<DateTimeOffset?>(),
        ];
        return ends.Contains(null) ? null : ends.Min();
    }

    private bool IsRevoked(CertificatePath path, CheckedStamp stamp) => path.Certificates
        .Select((certificate, place) => trust.Revocations.Check(
            new RevocationQuestion(certificate, path.IssuerOf(place), path.Anchor, stamp.Time, now) { Work = Work },
            evidence.Material, evidence.Offered))
        .Any(status => status is RevocationStatus.Revoked);
}
