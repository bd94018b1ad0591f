using Licenses.Crypto.X509.Paths;

namespace Licenses.Crypto.X509;

/// <summary>A path that was tried and does not hold.</summary>
/// <param name="Certificates">From the leaf upward, as far as it went.</param>
/// <param name="Anchor">The anchor that it reached; null where it reached none.</param>
/// <param name="Fault">Why it does not hold.</param>
public sealed record PathAttempt(ImmutableArray<Certificate> Certificates, TrustAnchor? Anchor, PathFault Fault);
