using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>Whether somebody trusted vouches for a certificate at a time, with the steps that led there.</summary>
internal sealed record CertificateJudgement(CertificatePath? Path, ImmutableArray<Finding> Findings)
{
    public bool Passed => Findings.All(finding => finding.Verdict == Verdict.Passed) && !Findings.IsEmpty;
}
