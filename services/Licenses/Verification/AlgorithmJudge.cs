using Licenses.Crypto;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// Cryptographic constraints (EN 319 102-1, 5.2.8): everything that a conclusion rests on must have been reliable at the
/// time from which on it is known to exist.
/// </summary>
internal sealed class AlgorithmJudge(AlgorithmTable table)
{
    /// <summary>The inspection's doubts about strength; they are decided here, where the time is known.</summary>
    private static readonly string[] Strength = ["CMS_WEAK_DIGEST", "CMS_WEAK_KEY"];

    /// <summary>
    /// Judges a path with the key of its anchor, which all below hangs on; nobody relies on an anchor's own signature.
    /// </summary>
    public Finding? Judge(CertificatePath path, ProofOfExistence existence)
    {
        var anchor = path.Anchor.Certificate;
        var weak = path.Certificates.FirstOrDefault(certificate => table.EndOf(certificate) <= existence.Time);
        return weak is not null ? TrustFindings.WeakCertificate(weak, table.EndOf(weak)!.Value, table.NameOfRow(weak))
            : table.EndOf(anchor.PublicKey) is { } end && end <= existence.Time ? TrustFindings.WeakCertificate(anchor, end, table.NameOfRow(anchor.PublicKey))
            : null;
    }

    /// <summary>Judges what a timestamp's imprint was computed with.</summary>
    public Finding? Judge(TimeStampToken token, ProofOfExistence existence) =>
        token.ImprintDigest is { } digest && table.EndOf(digest) is { } end && end <= existence.Time
            ? TrustFindings.WeakImprint(digest, end)
            : null;

    /// <summary>Lifts the doubts about strength where the signature is proven to be older than the algorithms' end.</summary>
    public ImmutableArray<Finding> Lift(ImmutableArray<Finding> findings, CmsCheck claims, ProofOfExistence existence)
    {
        var end = AlgorithmTable.Earlier(
            claims.Digest is { } digest ? table.EndOf(digest) : null,
            claims.SignerCertificate is { } signer ? table.EndOf(signer.PublicKey) : null);
        return existence.IsProven && existence.Time < end
            ? [.. findings.Select(finding => IsDoubtOfStrength(finding)
                ? finding with { Verdict = Verdict.Passed, SubIndication = null, Detail = finding.Detail + $" It existed at {existence.Time:u}, before that." }
                : finding)]
            : findings;
    }

    private static bool IsDoubtOfStrength(Finding finding) =>
        finding.Verdict == Verdict.Indeterminate && Strength.Contains(finding.Check);
}
