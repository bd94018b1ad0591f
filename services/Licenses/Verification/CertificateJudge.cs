using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>
/// X.509 certificate validation as a building block (EN 319 102-1, 5.2.6): a path to an anchor at the time that counts,
/// then the revocation of every certificate on it, from the anchor down.
/// </summary>
internal sealed class CertificateJudge(
    VerificationRequest asked, DocumentEvidence evidence, AlgorithmJudge algorithms, TimeSliding sliding)
{
    private const int MostPaths = 8;

    private readonly TrustStore _trust = asked.Trust;

    public CertificateJudgement Judge(Certificate leaf, CertificatePurpose use, ExistenceBounds bounds)
    {
        sliding.StopIfAsked();
        var purpose = use == CertificatePurpose.Seal && asked.IsLicense ? CertificatePurpose.License : use;
        var request = new PathRequest(leaf, bounds.Time, purpose, evidence.Offered) { Work = sliding.Work };
        switch (_trust.Paths.Validate(request))
        {
            case PathOutcome.Valid valid:
                var judgement = Judge(valid.Path, bounds);
                return LacksData(judgement) ? Retry(request, bounds) ?? judgement : judgement;
            case PathOutcome.Invalid invalid:
                return new CertificateJudgement(null, [Explain(leaf, purpose, bounds, invalid)]);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private CertificateJudgement Judge(CertificatePath path, ExistenceBounds bounds)
    {
        var (revocations, control) = sliding.Slide(path, bounds);
        return new(path, [
            TrustFindings.Path(path),
            .. revocations,
            .. algorithms.Judge(path, bounds.Existed) is { } weak ? [weak] : Enumerable.Empty<Finding>(),
        ])
        {
            Control = control,
        };
    }

    /// <summary>When a path's leaf was revoked; null where nobody says so.</summary>
    public DateTimeOffset? RevokedAt(CertificatePath path, ExistenceBounds bounds) =>
        (sliding.Ask(path, bounds.Time) as RevocationStatus.Revoked)?.At;

    private static bool LacksData(CertificateJudgement judgement) => judgement.Findings.Any(finding =>
        finding.SubIndication is SubIndication.TryLater or SubIndication.NoPoe
            or SubIndication.RevocationOutOfBoundsNoPoe or SubIndication.RevokedCaNoPoe);

    // Another certificate of the same authority may be the one that the data at hand speaks about.
    private CertificateJudgement? Retry(PathRequest request, ExistenceBounds bounds) =>
        _trust.Paths.FindAll(request).Take(MostPaths)
            .Select(path => Judge(path, bounds))
            .FirstOrDefault(judgement => judgement.Passed);

    private Finding Explain(
        Certificate leaf, CertificatePurpose purpose, ExistenceBounds bounds, PathOutcome.Invalid invalid)
    {
        if (invalid.Reason != SubIndication.OutOfBoundsNoPoe)
        {
            return TrustFindings.NoPath(invalid);
        }

        // EN 319 102-1, 5.3.4: known to exist before its certificate's validity began.
        if (bounds.Existed.IsProven && bounds.Time < leaf.NotBefore)
        {
            return TrustFindings.NotYetValid(leaf, bounds.Time);
        }

        if (bounds.MadeAfter is { } madeAfter && madeAfter > leaf.NotAfter)
        {
            return TrustFindings.Expired(leaf, madeAfter);
        }

        return bounds.Time > leaf.NotAfter && WasNotRevoked(leaf, purpose)
            ? TrustFindings.NoPath(invalid with { Reason = SubIndication.OutOfBoundsNotRevoked })
            : TrustFindings.NoPath(invalid);
    }

    // Expired, but known not to have been revoked until then.
    private bool WasNotRevoked(Certificate leaf, CertificatePurpose purpose) =>
        _trust.Paths.Validate(new PathRequest(leaf, leaf.NotAfter, purpose, evidence.Offered) { Work = sliding.Work })
            is PathOutcome.Valid { Path: { Certificates.Length: > 0 } path }
        && sliding.Ask(path, leaf.NotAfter) is RevocationStatus.Good;
}
