using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Testing.SamplePki;

/// <summary>A timestamp authority of the sample city that ends before the sample's own.</summary>
public static class ShortAuthority
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>Writes a new one as PKCS#12 under the sample's password.</summary>
    public static void WriteTo(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Short TSA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TimeStamping)], true));
        using var authority = X509CertificateLoader.LoadPkcs12FromFile(
            SampleCertificates.PathTo("authorities", "issuing-ca.p12"), SampleCertificates.Password);
        using var certificate = request.Create(
            authority, authority.NotBefore, authority.NotBefore.AddYears(10), RandomNumberGenerator.GetBytes(16));
        using var own = certificate.CopyWithPrivateKey(key);
        File.WriteAllBytes(path, own.Export(X509ContentType.Pfx, SampleCertificates.Password));
    }
}
