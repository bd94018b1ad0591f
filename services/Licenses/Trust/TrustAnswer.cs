using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>Whether a certificate may be trusted, and how that was found.</summary>
/// <param name="Verdict">Passed only where a path holds and, if asked for, nobody on it is revoked.</param>
/// <param name="Anchor">Where the path ends; null where there is none.</param>
/// <param name="Steps">The path from the leaf upward; empty where there is none, or the leaf is the anchor.</param>
/// <param name="Attempts">Paths that do not hold.</param>
/// <param name="Findings">What decided, in words.</param>
public sealed record TrustAnswer(
    Verdict Verdict,
    TrustAnchor? Anchor,
    ImmutableArray<TrustStep> Steps,
    ImmutableArray<PathAttempt> Attempts,
    ImmutableArray<Finding> Findings);
