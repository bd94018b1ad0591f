using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>
/// A key from a PKCS#12 file: RSA of 2048 bits or more, P-256, P-384, P-521 or SM2. For samples and small offices.
/// </summary>
public sealed class Pkcs12SealKey : ISealKey, IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly Sm2SealKey? _national;
    private readonly Lock _turn = new();

    private Pkcs12SealKey(
        AsymmetricAlgorithm key, SignatureAlgorithm algorithm, Certificate certificate, ImmutableArray<Certificate> chain)
    {
        _key = key;
        Algorithm = algorithm;
        Certificate = certificate;
        Chain = chain;
        _national = certificate.PublicKey.Kind == KeyKind.Sm2 ? TakeOver(key, certificate, chain) : null;
    }

    public Certificate Certificate { get; }

    public ImmutableArray<Certificate> Chain { get; }

    public SignatureAlgorithm Algorithm { get; }

    public int LargestSignature => SealAlgorithm.LargestSignature(Certificate);

    /// <param name="encoded">The PKCS#12 file's bytes.</param>
    /// <param name="password">Its password.</param>
    /// <param name="usePss">RSA keys sign with PSS in place of PKCS#1 v1.5.</param>
    /// <exception cref="CryptographicException">The file cannot be opened, or its key is not one we seal with.</exception>
    public static Pkcs12SealKey Load(ReadOnlySpan<byte> encoded, ReadOnlySpan<char> password, bool usePss = false) =>
        Load(encoded, password, usePss ? SealAlgorithm.UsualPss : "");

    /// <param name="encoded">The PKCS#12 file's bytes.</param>
    /// <param name="password">Its password.</param>
    /// <param name="algorithm">How it signs, one of <see cref="SealAlgorithm.Names"/>; empty for what the key suggests.</param>
    /// <exception cref="CryptographicException">The file cannot be opened, or its key does not sign so.</exception>
    public static Pkcs12SealKey Load(ReadOnlySpan<byte> encoded, ReadOnlySpan<char> password, string algorithm)
    {
        var entries = X509CertificateLoader.LoadPkcs12Collection(
            encoded, password, X509KeyStorageFlags.EphemeralKeySet);
        try
        {
            var own = entries.FirstOrDefault(entry => entry.HasPrivateKey)
                ?? throw new CryptographicException("The PKCS#12 file holds no private key with a certificate.");
            var key = (AsymmetricAlgorithm?)own.GetECDsaPrivateKey() ?? own.GetRSAPrivateKey()
                ?? throw new CryptographicException("The key is neither RSA nor elliptic curve.");
            var certificate = Certificate.Decode(own.RawData);
            var others = entries.Where(entry => !entry.RawDataMemory.Span.SequenceEqual(own.RawDataMemory.Span))
                .Select(entry => Certificate.Decode(entry.RawData));
            return new Pkcs12SealKey(key, SealAlgorithm.For(certificate, algorithm), certificate, Order(certificate, [.. others]));
        }
        finally
        {
            foreach (var entry in entries)
            {
                entry.Dispose();
            }
        }
    }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_national is not null)
        {
            return _national.SignAsync(data, cancellationToken);
        }

        lock (_turn) // one key object serves one thread at a time
        {
            return new ValueTask<byte[]>(_key switch
            {
                ECDsa ecdsa => ecdsa.SignData(data.Span, Algorithm.Digest, DSASignatureFormat.Rfc3279DerSequence),
                RSA rsa => rsa.SignData(
                    data.Span, Algorithm.Digest,
                    Algorithm.Scheme == SignatureScheme.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _national?.Dispose();
    }

    // The platform reads the file, but its ECDsa would sign by another scheme than SM2.
    private static Sm2SealKey TakeOver(AsymmetricAlgorithm key, Certificate certificate, ImmutableArray<Certificate> chain)
    {
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            return new Sm2SealKey(Sm2PrivateKey.ImportPkcs8(pkcs8), certificate, chain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>From the issuer upward, as far as the file's certificates lead.</summary>
    private static ImmutableArray<Certificate> Order(Certificate leaf, List<Certificate> others)
    {
        var chain = ImmutableArray.CreateBuilder<Certificate>(others.Count);
        for (var below = leaf; others.Find(other => other.SubjectName.Equals(below.IssuerName)) is { } issuer; below = issuer)
        {
            chain.Add(issuer);
            others.Remove(issuer);
        }

        return chain.ToImmutable();
    }
}
