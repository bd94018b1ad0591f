using System.Security.Cryptography;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>How a key of a certificate seals, wherever the key lives.</summary>
public static class SealAlgorithm
{
    /// <summary>What RSA keys that sign with PSS use unless told otherwise.</summary>
    public const string UsualPss = "RSA-PSS-SHA256";

    private const int LeastRsaBits = 2048;

    private static readonly (string Name, SignatureScheme Scheme, HashAlgorithmName Digest)[] Choices =
    [
        ("RSA-SHA256", SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA256),
        ("RSA-SHA384", SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA384),
        ("RSA-SHA512", SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA512),
        (UsualPss, SignatureScheme.RsaPss, HashAlgorithmName.SHA256),
        ("RSA-PSS-SHA384", SignatureScheme.RsaPss, HashAlgorithmName.SHA384),
        ("RSA-PSS-SHA512", SignatureScheme.RsaPss, HashAlgorithmName.SHA512),
        ("ECDSA-SHA256", SignatureScheme.Ecdsa, HashAlgorithmName.SHA256),
        ("ECDSA-SHA384", SignatureScheme.Ecdsa, HashAlgorithmName.SHA384),
        ("ECDSA-SHA512", SignatureScheme.Ecdsa, HashAlgorithmName.SHA512),
        ("SM2-SM3", SignatureScheme.Sm2, DigestAlgorithms.Sm3Name),
    ];

    /// <summary>The names by which settings choose, where a key allows several.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Choices.Select(choice => choice.Name)];

    /// <summary>Whether a text chooses: by a name, or, empty, by what the key suggests.</summary>
    public static bool IsName(string text) => string.IsNullOrEmpty(text) || Names.Contains(text);

    /// <summary>The algorithm that a seal by this certificate's key uses, as a setting chooses it.</summary>
    /// <param name="certificate">The seal's certificate.</param>
    /// <param name="choice">One of <see cref="Names"/>; empty for what the key suggests.</param>
    /// <exception cref="CryptographicException">The key is not one we seal with, or cannot sign so.</exception>
    public static SignatureAlgorithm For(Certificate certificate, string choice)
    {
        var usual = For(certificate, usePss: false);
        if (string.IsNullOrEmpty(choice))
        {
            return usual;
        }

        var (_, scheme, digest) = Array.Find(Choices, known => known.Name == choice);
        bool fits = scheme == usual.Scheme || (scheme == SignatureScheme.RsaPss && usual.Scheme == SignatureScheme.RsaPkcs1);
        return (digest.Name, fits, scheme) switch
        {
            (null, _, _) or (_, false, _) => throw new CryptographicException($"The key of {certificate.Subject} cannot sign by {choice}."),
            (_, _, SignatureScheme.RsaPss) => new SignatureAlgorithm(scheme, digest, digest, DigestAlgorithms.LengthOf(digest)),
            _ => new SignatureAlgorithm(scheme, digest),
        };
    }

    /// <summary>The algorithm that a seal by this certificate's key uses.</summary>
    /// <param name="certificate">The seal's certificate: RSA of 2048 bits or more, P-256, P-384, P-521 or SM2.</param>
    /// <param name="usePss">RSA keys sign with PSS in place of PKCS#1 v1.5.</param>
    /// <exception cref="CryptographicException">The key's kind or length is not one we seal with.</exception>
    public static SignatureAlgorithm For(Certificate certificate, bool usePss)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var key = certificate.PublicKey;
        var digest = key.Bits switch
        {
            521 => HashAlgorithmName.SHA512,
            384 => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA256,
        };
        return key.Kind switch
        {
            KeyKind.Rsa when key.Bits < LeastRsaBits =>
                throw new CryptographicException($"An RSA key of {key.Bits} bits is too short to seal with."),
            KeyKind.Rsa when usePss => new SignatureAlgorithm(
                SignatureScheme.RsaPss, HashAlgorithmName.SHA256, HashAlgorithmName.SHA256, SaltLength: 32),
            KeyKind.Rsa => new SignatureAlgorithm(SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA256),
            KeyKind.Sm2 => new SignatureAlgorithm(SignatureScheme.Sm2, DigestAlgorithms.Sm3Name),
            KeyKind.EllipticCurve => new SignatureAlgorithm(SignatureScheme.Ecdsa, digest),
            _ => throw new CryptographicException($"Keys of kind {key.Algorithm.Oid} cannot seal."),
        };
    }

    /// <summary>The longest signature value that the certificate's key can give, in bytes.</summary>
    public static int LargestSignature(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var key = certificate.PublicKey;
        var length = (key.Bits + 7) / 8;

        // Ecdsa-Sig-Value: two integers of up to one byte more than the field, and three headers of up to three bytes.
        return key.Kind == KeyKind.Rsa ? length : (2 * length) + 11;
    }
}
