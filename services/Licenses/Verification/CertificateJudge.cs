using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>
/// X.509 certificate validation as a building block (EN 319 102-1, 5.2.6): a path to an anchor at the time that counts,
/// then the revocation of every certificate on it.
/// </summary>
internal sealed class CertificateJudge(
    TrustStore trust, DocumentEvidence evidence, AlgorithmJudge algorithms, DateTimeOffset now, OnlineRevocations? online)
{
    private const int MostPaths = 8;

    public CertificateJudgement Judge(Certificate leaf, CertificatePurpose purpose, ProofOfExistence existence)
    {
        var request = new PathRequest(leaf, existence.Time, purpose, evidence.Offered);
        switch (trust.Paths.Validate(request))
        {
            case PathOutcome.Valid valid:
                var judgement = Judge(valid.Path, existence);
                return LacksData(judgement) ? Retry(request, existence) ?? judgement : judgement;
            case PathOutcome.Invalid invalid:
                return new CertificateJudgement(null, [Explain(leaf, purpose, existence, invalid)]);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private CertificateJudgement Judge(CertificatePath path, ProofOfExistence existence) =>
        new(path, [
            TrustFindings.Path(path),
            .. Revocations(path, existence),
            .. algorithms.Judge(path, existence) is { } weak ? [weak] : Enumerable.Empty<Finding>(),
        ]);

    private static bool LacksData(CertificateJudgement judgement) =>
        judgement.Findings.Any(finding => finding.SubIndication == SubIndication.TryLater);

    // Another certificate of the same authority may be the one that the data at hand speaks about.
    private CertificateJudgement? Retry(PathRequest request, ProofOfExistence existence) =>
        trust.Paths.FindAll(request).Take(MostPaths)
            .Select(path => Judge(path, existence))
            .FirstOrDefault(judgement => judgement.Passed);

    private IEnumerable<Finding> Revocations(CertificatePath path, ProofOfExistence existence)
    {
        for (int i = 0; i < path.Certificates.Length; i++)
        {
            yield return TrustFindings.Revocation(path.Certificates[i], Ask(path, i, existence.Time), i == 0, existence);
        }
    }

    private RevocationStatus Ask(CertificatePath path, int index, DateTimeOffset at)
    {
        var question = new RevocationQuestion(path.Certificates[index], path.IssuerOf(index), path.Anchor, at, now);
        var atHand = trust.Revocations.Check(question, evidence.Material, evidence.Offered);
        return online?.Combine(question, atHand) ?? atHand;
    }

    private Finding Explain(
        Certificate leaf, CertificatePurpose purpose, ProofOfExistence existence, PathOutcome.Invalid invalid)
    {
        if (invalid.Reason != SubIndication.OutOfBoundsNoPoe)
        {
            return TrustFindings.NoPath(invalid);
        }

        // EN 319 102-1, 5.3.4: known to exist before its certificate's validity began.
        if (existence.IsProven && existence.Time < leaf.NotBefore)
        {
            return TrustFindings.NotYetValid(leaf, existence.Time);
        }

        return existence.Time > leaf.NotAfter && WasNotRevoked(leaf, purpose)
            ? TrustFindings.NoPath(invalid with { Reason = SubIndication.OutOfBoundsNotRevoked })
            : TrustFindings.NoPath(invalid);
    }

    // Expired, but known not to have been revoked until then.
    private bool WasNotRevoked(Certificate leaf, CertificatePurpose purpose) =>
        trust.Paths.Validate(new PathRequest(leaf, leaf.NotAfter, purpose, evidence.Offered))
            is PathOutcome.Valid { Path: { Certificates.Length: > 0 } path }
        && Ask(path, 0, leaf.NotAfter) is RevocationStatus.Good;
}
