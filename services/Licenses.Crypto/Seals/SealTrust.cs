using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>Whom seals are verified against.</summary>
/// <param name="Paths">Leads from makers, signers and timestamp authorities to anchors.</param>
/// <param name="Revocations">Asks whether they were revoked.</param>
/// <param name="Material">The revocation data at hand. None of what a seal's certificates name is ever fetched here.</param>
public sealed record SealTrust(PathValidator Paths, RevocationChecker Revocations, RevocationMaterial Material);
