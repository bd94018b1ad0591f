using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki;

/// <summary>A member's key pair, by the kind that the declaration names.</summary>
internal sealed class MemberKey : IDisposable
{
    public static readonly ImmutableArray<string> Kinds = ["P-256", "P-384", "RSA-2048", "RSA-3072"];

    private readonly AsymmetricAlgorithm _pair;

    private MemberKey(AsymmetricAlgorithm pair) => _pair = pair;

    /// <summary>The declaration's word for this key.</summary>
    public string Kind => _pair is RSA ? $"RSA-{_pair.KeySize}" : $"P-{_pair.KeySize}";

    public PublicKey Public => _pair is RSA rsa ? new PublicKey(rsa) : new PublicKey((ECDsa)_pair);

    /// <summary>SHA-256 everywhere, SHA-384 where the curve is P-384.</summary>
    public HashAlgorithmName Digest => Kind == "P-384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    public static MemberKey Generate(string kind) => new(kind switch
    {
        "P-256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        "RSA-2048" => RSA.Create(2048),
        "RSA-3072" => RSA.Create(3072),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of key"),
    });

    public static MemberKey? Of(X509Certificate2 certificate) =>
        ((AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()) is { } pair
            ? new MemberKey(pair)
            : null;

    /// <summary>Signs certificates and revocation lists in this key's name.</summary>
    public X509SignatureGenerator Signer() => _pair is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)_pair);

    public X509Certificate2 Joined(X509Certificate2 certificate) => _pair is RSA rsa
        ? certificate.CopyWithPrivateKey(rsa)
        : certificate.CopyWithPrivateKey((ECDsa)_pair);

    public string ExportPem() => _pair.ExportPkcs8PrivateKeyPem();

    public void Dispose() => _pair.Dispose();
}
