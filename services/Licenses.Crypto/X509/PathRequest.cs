namespace Licenses.Crypto.X509;

/// <summary>What a path is looked for.</summary>
/// <param name="Leaf">The certificate in question.</param>
/// <param name="At">The time that counts.</param>
/// <param name="Purpose">What the leaf is used for.</param>
/// <param name="Offered">Certificates that came with the document: material to build from, not to trust.</param>
public sealed record PathRequest(
    Certificate Leaf, DateTimeOffset At, CertificatePurpose Purpose, CertificatePool Offered)
{
    /// <summary>Policies of which one must hold along the path; empty: any.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];
}
