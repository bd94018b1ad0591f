using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>Where an operator says that an issuer publishes.</summary>
/// <param name="Issuer">The issuer, by its name and key.</param>
/// <param name="Ocsp">Its responders, in the order in which they are asked.</param>
/// <param name="Lists">Its complete CRLs.</param>
/// <param name="Deltas">Its delta CRLs.</param>
public sealed record IssuerAddresses(
    Certificate Issuer, ImmutableArray<Uri> Ocsp, ImmutableArray<Uri> Lists, ImmutableArray<Uri> Deltas)
{
    /// <summary>How old this issuer's answers may be, in place of the common limit; null: the common one.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether these are about a certificate of the same authority, under whatever certificate of it.</summary>
    public bool Fit(Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer.SubjectName.Equals(Issuer.SubjectName)
            && issuer.PublicKey.Encoded.Span.SequenceEqual(Issuer.PublicKey.Encoded.Span);
    }
}
