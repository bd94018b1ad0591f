using Licenses.Crypto;

namespace Licenses.Verification;

/// <summary>What verification found out about a file. The order of signatures is that in which they were made.</summary>
public sealed record VerificationReport(
    DocumentVerdict Verdict,
    ImmutableArray<SignatureReport> Signatures,
    ImmutableArray<Finding> Findings)
{
    public int Revisions { get; init; }

    /// <summary>Everything that was found, about the file and about each signature.</summary>
    public IEnumerable<Finding> AllFindings =>
        Findings.Concat(Signatures.SelectMany(signature => signature.Findings));
}
