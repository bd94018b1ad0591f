using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Server.Tests.Host;
using Licenses.Testing.SamplePki;
using Licenses.V1;

namespace Licenses.Server.Tests.Desk;

/// <summary>The people at the seal desk, by the sample PKI or certified for a test.</summary>
internal static class DeskClients
{
    private const string OrganisationIdentifier = "2.5.4.97";
    private const string SerialNumber = "2.5.4.5";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static SealingService.SealingServiceClient Sealing(this RunningServer server, string client) =>
        new(server.ChannelOf(client));

    public static SealingService.SealingServiceClient SealingAs(this RunningServer server, X509Certificate2 certificate) =>
        new(server.ChannelWith(certificate));

    /// <summary>A client certificate of the sample's issuing authority with a key of its own.</summary>
    /// <param name="name">Common name; null for none.</param>
    /// <param name="role">Such as administrator.</param>
    /// <param name="organisation">Key of the organisation, such as city.</param>
    /// <param name="id">serialNumber of the person; null for none.</param>
    /// <param name="key">The key; null for a new one.</param>
    public static X509Certificate2 Certify(
        string? name, string role, string organisation, string? id = null, ECDsa? key = null)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (name is not null)
        {
            subject.AddCommonName(name);
        }

        if (id is not null)
        {
            subject.Add(SerialNumber, id);
        }

        subject.AddOrganizationalUnitName($"role:{role}");
        subject.Add(OrganisationIdentifier, SampleCertificates.Uscc(organisation));
        subject.AddOrganizationName(SampleCertificates.Name(organisation));
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        using var authority = X509CertificateLoader.LoadPkcs12FromFile(
            SampleCertificates.PathTo("authorities", "issuing-ca.p12"), SampleCertificates.Password);
        using var certificate = request.Create(
            authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return X509CertificateLoader.LoadPkcs12(
            certificate.CopyWithPrivateKey(key).Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
