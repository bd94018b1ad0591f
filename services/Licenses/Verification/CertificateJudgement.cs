using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>Whether somebody trusted vouches for a certificate at a time, with the steps that led there.</summary>
internal sealed record CertificateJudgement(CertificatePath? Path, ImmutableArray<Finding> Findings)
{
    /// <summary>Until when the path's authorities can be relied on; before now where only proofs of existence carry it.</summary>
    public DateTimeOffset? Control { get; init; }

    public bool Passed => Findings.All(finding => finding.Verdict == Verdict.Passed) && !Findings.IsEmpty;
}
