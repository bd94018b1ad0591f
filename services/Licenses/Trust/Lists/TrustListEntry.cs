using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>Somebody whom a trust list tells its readers to trust.</summary>
/// <param name="Certificate">The trusted certificate.</param>
/// <param name="Purposes">What for.</param>
/// <param name="From">From when; null: from the beginning of its validity.</param>
/// <param name="Until">Until when (sunset date); null: to the end of its validity.</param>
/// <param name="Names">What people call it, by language (zh, en).</param>
public sealed record TrustListEntry(
    Certificate Certificate,
    CertificatePurpose Purposes,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    ImmutableSortedDictionary<string, string> Names)
{
    /// <summary>Whoever vouches for others also says, by whomever it appoints, which of them are revoked.</summary>
    public TrustAnchor ToAnchor() =>
        new(Certificate, Purposes | CertificatePurpose.CrlSigning | CertificatePurpose.OcspSigning, From, Until);
}
