using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Sm;

namespace Licenses.Cli.Pki;

/// <summary>A member's key pair, by the kind that the declaration names.</summary>
internal sealed class MemberKey : IDisposable
{
    public const string Sm2 = "SM2";

    public static readonly ImmutableArray<string> Kinds = ["P-256", "P-384", "RSA-2048", "RSA-3072", Sm2];

    private const string Sm2Curve = "1.2.156.10197.1.301";

    private readonly AsymmetricAlgorithm _pair;

    private MemberKey(AsymmetricAlgorithm pair) => _pair = pair;

    /// <summary>The declaration's word for this key.</summary>
    public string Kind => _pair switch
    {
        RSA => $"RSA-{_pair.KeySize}",
        _ when IsSm2 => Sm2,
        _ => $"P-{_pair.KeySize}",
    };

    /// <summary>The platform keeps SM2 keys as points of just another curve; it cannot sign with them by SM2.</summary>
    public bool IsSm2 => _pair is ECDsa pair && pair.ExportParameters(false).Curve.Oid?.Value == Sm2Curve;

    public PublicKey Public => _pair is RSA rsa ? new PublicKey(rsa) : new PublicKey((ECDsa)_pair);

    /// <summary>SHA-256 everywhere, SHA-384 where the curve is P-384.</summary>
    public HashAlgorithmName Digest => Kind == "P-384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    public static MemberKey Generate(string kind) => new(kind switch
    {
        "P-256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        Sm2 => ECDsa.Create(ECCurve.CreateFromValue(Sm2Curve)),
        "RSA-2048" => RSA.Create(2048),
        "RSA-3072" => RSA.Create(3072),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of key"),
    });

    public static MemberKey? Of(X509Certificate2 certificate) =>
        ((AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()) is { } pair
            ? new MemberKey(pair)
            : null;

    /// <summary>Signs certificates and revocation lists in this key's name.</summary>
    public X509SignatureGenerator Signer() => IsSm2 ? new Sm2SignatureGenerator(_pair.ExportPkcs8PrivateKey(), Public)
        : _pair is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)_pair);

    /// <summary>Key and certificates as PKCS#12, AES-256 and SHA-256.</summary>
    public byte[] ExportContainer(
        X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, string password)
    {
        if (!IsSm2)
        {
            using var joined = Joined(certificate);
            var collection = new X509Certificate2Collection(joined);
            collection.AddRange(intermediates.ToArray());
            return collection.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
        }

        // The platform does not join an SM2 key with its certificate, so the container is put together from its parts.
        return Sm2Container.Export(
            _pair.ExportPkcs8PrivateKey(),
            [.. intermediates.Prepend(certificate).Select(one => (ReadOnlyMemory<byte>)one.RawData)],
            password);
    }

    public X509Certificate2 Joined(X509Certificate2 certificate) => _pair is RSA rsa
        ? certificate.CopyWithPrivateKey(rsa)
        : certificate.CopyWithPrivateKey((ECDsa)_pair);

    public string ExportPem() => _pair.ExportPkcs8PrivateKeyPem();

    public void Dispose() => _pair.Dispose();
}
