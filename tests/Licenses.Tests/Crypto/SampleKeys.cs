using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Signatures;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Tests.Crypto;

/// <summary>A root and leaves of every kind that can seal, made once per run by .NET, not by us.</summary>
internal static class SampleKeys
{
    public const string Password = "sample";

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Middle = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2046, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ECDsa RootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly X509Certificate2 RootEntry = MakeRoot();

    public static Certificate Root { get; } = Certificate.Decode(RootEntry.RawData);

    public static TheoryData<string> Kinds { get; } = ["p256", "p384", "p521", "rsa2048", "rsa3072-pss"];

    /// <summary>A seal key of a kind, with its chain.</summary>
    public static Pkcs12SealKey Make(string kind) =>
        Pkcs12SealKey.Load(MakePkcs12(kind), Password, kind.EndsWith("pss", StringComparison.Ordinal));

    public static byte[] MakePkcs12(string kind, Action<CertificateRequest>? adjust = null)
    {
        using var key = MakeKey(kind);
        var request = key is ECDsa ecdsa
            ? new CertificateRequest("CN=Seal 印章, O=Sample Office, C=CN", ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(
                "CN=Seal 印章, O=Sample Office, C=CN", (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        adjust?.Invoke(request);
        using var bare = request.Create(
            RootEntry.SubjectName, X509SignatureGenerator.CreateForECDsa(RootKey), Start, End, RandomNumberGenerator.GetBytes(12));
        using var own = key is ECDsa ec ? bare.CopyWithPrivateKey(ec) : bare.CopyWithPrivateKey((RSA)key);
        return new X509Certificate2Collection { own, X509CertificateLoader.LoadCertificate(RootEntry.RawData) }
            .Export(X509ContentType.Pkcs12, Password)!;
    }

    private static AsymmetricAlgorithm MakeKey(string kind) => kind switch
    {
        "p256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        "p384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        "p521" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        "rsa1024" => RSA.Create(1024),
        "rsa2048" => RSA.Create(2048),
        _ => RSA.Create(3072),
    };

    private static X509Certificate2 MakeRoot()
    {
        var request = new CertificateRequest("CN=Sample Root, C=CN", RootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Start, End);
    }
}
