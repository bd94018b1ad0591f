namespace Licenses.Crypto.X509;

/// <summary>A validated path: from the leaf upward, without the anchor; empty where the leaf is the anchor itself.</summary>
/// <param name="Leaf">What was asked about.</param>
/// <param name="Certificates">The leaf and its issuers below the anchor.</param>
/// <param name="Anchor">Who is trusted.</param>
public sealed record CertificatePath(
    Certificate Leaf, ImmutableArray<Certificate> Certificates, TrustAnchor Anchor)
{
    /// <summary>The latest beginning of validity on the path: it holds from then.</summary>
    public DateTimeOffset Start =>
        Certificates.Select(certificate => certificate.NotBefore).Append(Anchor.Start).Max();

    /// <summary>The earliest end of validity on the path: it holds until then.</summary>
    public DateTimeOffset End =>
        Certificates.Select(certificate => certificate.NotAfter).Append(Anchor.End).Min();

    /// <summary>The issuer of the certificate at a place on the path.</summary>
    public Certificate IssuerOf(int index) =>
        index + 1 < Certificates.Length ? Certificates[index + 1] : Anchor.Certificate;
}
