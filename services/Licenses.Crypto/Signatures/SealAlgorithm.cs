using System.Security.Cryptography;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>How a key of a certificate seals, wherever the key lives.</summary>
public static class SealAlgorithm
{
    private const int LeastRsaBits = 2048;

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
