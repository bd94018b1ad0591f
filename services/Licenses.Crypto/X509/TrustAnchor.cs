namespace Licenses.Crypto.X509;

/// <summary>A certificate that the operator trusts, for what, and for how long.</summary>
/// <param name="Certificate">The trusted certificate; usually self-signed.</param>
/// <param name="Purposes">What paths that end here may be used for.</param>
/// <param name="TrustedFrom">When trust begins, no earlier than the certificate's own validity; null: with it.</param>
/// <param name="TrustedUntil">When trust ends (sunset date), no later than the certificate's own validity; null: with it.</param>
public sealed record TrustAnchor(
    Certificate Certificate,
    CertificatePurpose Purposes = CertificatePurpose.All,
    DateTimeOffset? TrustedFrom = null,
    DateTimeOffset? TrustedUntil = null)
{
    public DateTimeOffset Start => TrustedFrom > Certificate.NotBefore ? TrustedFrom.Value : Certificate.NotBefore;

    public DateTimeOffset End => TrustedUntil < Certificate.NotAfter ? TrustedUntil.Value : Certificate.NotAfter;

    public bool IsTrustedAt(DateTimeOffset time) => Start <= time && time <= End;

    /// <summary>Whether it may vouch for others. Trusting a seal's own certificate does not make the seal an authority.</summary>
    public bool CanIssue =>
        (Certificate.IsAuthority || (Certificate.Version == 1 && Certificate.IsSelfIssued))
        && (Certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.KeyCertSign));
}
