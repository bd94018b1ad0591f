using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Testing.SamplePki;

namespace Licenses.Server.Tests.Host;

/// <summary>Certificates that nobody here has made.</summary>
internal static class Strangers
{
    /// <summary>Self-made, with the very subject of a real issuer.</summary>
    public static X509Certificate2 Issuer()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return RequestOf(key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Issued by nobody known, and naming an address where the issuer's certificate could be fetched.</summary>
    public static X509Certificate2 WithIssuerAt(Uri address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestOf(key);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [address.ToString()]));
        using var certificate = request.Create(
            new X500DistinguishedName("CN=Unknown authority"), X509SignatureGenerator.CreateForECDsa(authorityKey),
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest RequestOf(ECDsa key)
    {
        using var real = SampleCertificates.Client("issuer-police");
        var request = new CertificateRequest(real.SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request;
    }
}
