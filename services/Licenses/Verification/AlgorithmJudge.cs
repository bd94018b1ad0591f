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
        return path.Certificates.Select(certificate => (Certificate: certificate, Row: table.RowOf(certificate)))
            .Append((Certificate: anchor, Row: table.RowOf(anchor.PublicKey)))
            .Where(one => one.Row?.End <= existence.Time)
            .Select(one => TrustFindings.WeakCertificate(one.Certificate, one.Row!))
            .FirstOrDefault();
    }

    /// <summary>
    /// Judges what a signature itself was made with, its key apart. Where the inspection's doubts of its strength stand, or its
    /// certificate has ended for its algorithms, that is said already.
    /// </summary>
    public Finding? Judge(CmsCheck claims, ImmutableArray<Finding> findings, ProofOfExistence existence) =>
        !findings.Any(finding => IsDoubtOfStrength(finding) || finding.Check == TrustFindings.Algorithms) && table.RowOf(claims.SignatureAlgorithm) is { } row && row.End <= existence.Time
            ? TrustFindings.WeakSignature(row)
            : null;

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
                ? finding with
                {
                    Verdict = Verdict.Passed, SubIndication = null,
                    Detail = finding.Detail + $" It existed at {existence.Time:u}, before that.",
                    DetailZh = finding.DetailZh + $"签名在此之前的 {existence.Time:u} 已存在。",
                }
                : finding)]
            : findings;
    }

    private static bool IsDoubtOfStrength(Finding finding) =>
        finding.Verdict == Verdict.Indeterminate && Strength.Contains(finding.Check);
}
