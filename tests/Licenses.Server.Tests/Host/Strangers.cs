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
        using var real = SampleCertificates.Client("issuer-police");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(real.SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
