using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>What a timestamp proves: null where it proves nothing.</summary>
internal sealed record TimestampJudgement(
    DateTimeOffset? ProvenTime, CertificatePath? Path, ImmutableArray<Finding> Findings);
