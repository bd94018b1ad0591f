using Licenses.Crypto;

namespace Licenses.Verification;

/// <summary>What verifying a seal or its signature found: one finding for each step, in the standard's order.</summary>
public sealed record SealReport(ImmutableArray<Finding> Findings)
{
    /// <summary>When a trusted timestamp proves the signature to have existed; null where none does.</summary>
    public DateTimeOffset? ProvenTime { get; init; }

    /// <summary>The worst finding decides; an empty report decides nothing.</summary>
    public Verdict Verdict =>
        Findings.IsEmpty ? Verdict.Indeterminate : Findings.Max(finding => finding.Verdict);

    /// <summary>The finding that decides: the first of the worst.</summary>
    public Finding? Decisive => Findings.FirstOrDefault(finding => finding.Verdict == Verdict);
}
