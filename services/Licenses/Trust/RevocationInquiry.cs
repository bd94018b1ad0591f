using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>About whom a source of revocation data is asked.</summary>
/// <param name="Subject">The certificate.</param>
/// <param name="Issuer">Its issuer on a validated path.</param>
/// <param name="Anchor">The anchor of that path.</param>
public sealed record RevocationInquiry(Certificate Subject, Certificate Issuer, TrustAnchor Anchor)
{
    /// <summary>Complete lists older than this are outdated: another node has seen a newer one. Null: any will do.</summary>
    public DateTimeOffset? ListSince { get; init; }
}
