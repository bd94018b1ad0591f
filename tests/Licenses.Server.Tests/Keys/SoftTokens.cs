using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;

namespace Licenses.Server.Tests.Keys;

/// <summary>The tokens of the PKCS #11 tests: one with seals of the sample city and keys of other kinds, one with a spare key.</summary>
public sealed class SoftTokens : IDisposable
{
    public const string Seals = "city-seals";
    public const string Spare = "spare";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("licenses-tokens-");

    public SoftTokens()
    {
        Soft = new SoftToken(_folder.FullName);
        Soft.Make(Seals);
        Soft.Make(Spare);
        using var police = SampleCertificates.Seal("police");
        using var tax = SampleCertificates.Seal("tax");
        using var p384 = SelfSigned(ECDsa.Create(ECCurve.NamedCurves.nistP384), HashAlgorithmName.SHA384);
        using var rsa = SelfSigned(RSA.Create(3072), HashAlgorithmName.SHA256);
        Soft.Import(Seals, police, "police", "01", withCertificate: true);
        Soft.Import(Seals, p384, "p384", "02", withCertificate: true);
        Soft.Import(Seals, rsa, "rsa", "03", withCertificate: true);
        Soft.Import(Seals, tax, "twice", "04", withCertificate: false);
        Soft.Import(Seals, police, "twice", "05", withCertificate: false);
        Soft.Import(Spare, tax, "tax", "01", withCertificate: false);
    }

    public SoftToken Soft { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private static X509Certificate2 SelfSigned(AsymmetricAlgorithm key, HashAlgorithmName digest)
    {
        var name = $"CN=token key, 2.5.4.97={SampleCertificates.Uscc("tax")}";
        var request = key is ECDsa curve
            ? new CertificateRequest(name, curve, digest)
            : new CertificateRequest(name, (RSA)key, digest, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
