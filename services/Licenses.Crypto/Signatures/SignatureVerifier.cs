using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>Verifies signature values. Whatever the bytes, the answer is an outcome and never an exception.</summary>
public static class SignatureVerifier
{
    /// <summary>Verifies over a text, by the algorithm that an identifier names.</summary>
    /// <param name="key">The signer's key.</param>
    /// <param name="identifier">The signature algorithm as a certificate, CRL or response names it.</param>
    /// <param name="text">The signed bytes.</param>
    /// <param name="signature">The signature value.</param>
    /// <param name="lenient">SM2 signatures that are not in DER are read as old producers wrote them, and the form is told.</param>
    public static SignatureCheck Verify(
        SubjectPublicKeyInfo key, AlgorithmIdentifier identifier, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature,
        bool lenient = false)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return SignatureAlgorithm.TryResolve(identifier, null, out var algorithm)
            ? Verify(key, algorithm, text, signature, lenient)
            : SignatureCheck.Unsupported(identifier.Oid);
    }

    /// <summary>Verifies over a text; SM2 under the default user ID.</summary>
    public static SignatureCheck Verify(
        SubjectPublicKeyInfo key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature,
        bool lenient = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(algorithm);
        if (Mismatch(key, algorithm) is { } mismatch)
        {
            return mismatch;
        }

        return algorithm.Scheme switch
        {
            SignatureScheme.Ed25519 or SignatureScheme.Ed448 => EdwardsCurve.Verify(key, text, signature),
            SignatureScheme.Sm2 => Sm2Check.Verify(key, text, signature, lenient),
            _ => DigestAlgorithms.TryHash(algorithm.Digest, text) is { } digest
                ? VerifyDigest(key, algorithm, digest, signature)
                : SignatureCheck.Unsupported(algorithm.Digest.Name ?? key.Algorithm.Oid),
        };
    }

    /// <summary>
    /// Verifies over a text's digest; not possible for Ed25519 and Ed448, which need the text. SM2's digest is that of
    /// Z ‖ text: ask for <see cref="TextDigest"/>.
    /// </summary>
    public static SignatureCheck VerifyDigest(
        SubjectPublicKeyInfo key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature,
        bool lenient = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(algorithm);
        if (Mismatch(key, algorithm) is { } mismatch)
        {
            return mismatch;
        }

        try
        {
            return algorithm.Scheme switch
            {
                SignatureScheme.RsaPkcs1 => Rsa(key, algorithm, digest, signature, RSASignaturePadding.Pkcs1),
                SignatureScheme.RsaPss when IsPlain(algorithm) =>
                    Rsa(key, algorithm, digest, signature, RSASignaturePadding.Pss),
                SignatureScheme.RsaPss => SignatureCheck.Of(PssEncoding.Verify(key, algorithm, digest, signature)),
                SignatureScheme.Ecdsa => Ecdsa(key, digest, signature),
                SignatureScheme.Sm2 => Sm2Check.VerifyDigest(key, digest, signature, lenient),
                _ => SignatureCheck.Unsupported(key.Algorithm.Oid),
            };
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or PlatformNotSupportedException)
        {
            return SignatureCheck.Malformed; // a point off its curve, a modulus that the library refuses
        }
    }

    /// <summary>What the text must be digested with so that <see cref="VerifyDigest"/> can decide.</summary>
    public static HashAlgorithmName TextDigest(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm.Scheme == SignatureScheme.Sm2 && Sm2PublicKey.Find(key.Key.Span, out var signer)
            ? DigestAlgorithms.Sm3After(signer.DefaultIdentity)
            : algorithm.Digest;
    }

    /// <summary>Whether a key of this kind and length can have made a value of this length; costs nothing.</summary>
    internal static bool MayFit(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm, int length) =>
        Mismatch(key, algorithm) is null && (key.Kind is not (KeyKind.Rsa or KeyKind.RsaPss) || length == (key.Bits + 7) / 8);

    /// <summary>R22: the algorithm must fit the key. Anything else would be guessing.</summary>
    private static SignatureCheck? Mismatch(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm)
    {
        bool fits = (algorithm.Scheme, key.Kind) switch
        {
            (SignatureScheme.RsaPkcs1, KeyKind.Rsa) => true,
            (SignatureScheme.RsaPss, KeyKind.Rsa) => true,
            (SignatureScheme.RsaPss, KeyKind.RsaPss) => AllowedByKey(key, algorithm),
            (SignatureScheme.Ecdsa, KeyKind.EllipticCurve) => true,
            (SignatureScheme.Ed25519, KeyKind.Ed25519) => true,
            (SignatureScheme.Ed448, KeyKind.Ed448) => true,
            (SignatureScheme.Sm2, KeyKind.Sm2) => true,
            _ => false,
        };
        return fits ? null
            : key.Kind == KeyKind.Unsupported ? SignatureCheck.Unsupported(key.Excess ?? key.CurveOid ?? key.Algorithm.Oid)
            : SignatureCheck.Invalid;
    }

    // RFC 4055, 1.2: parameters in a PSS key bind its digest, its mask and the least salt.
    private static bool AllowedByKey(SubjectPublicKeyInfo key, SignatureAlgorithm algorithm)
    {
        if (key.Algorithm.HasNoParameters)
        {
            return true;
        }

        return SignatureAlgorithm.TryResolve(key.Algorithm, null, out var bound)
            && bound.Digest == algorithm.Digest && bound.MaskDigest == algorithm.MaskDigest
            && algorithm.SaltLength >= bound.SaltLength;
    }

    private static bool IsPlain(SignatureAlgorithm algorithm) =>
        algorithm.Digest == algorithm.MaskDigest && algorithm.SaltLength == DigestAlgorithms.LengthOf(algorithm.Digest);

    private static SignatureCheck Rsa(
        SubjectPublicKeyInfo key,
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> digest,
        ReadOnlySpan<byte> signature,
        RSASignaturePadding padding)
    {
        if (signature.Length != (key.Bits + 7) / 8)
        {
            return SignatureCheck.Malformed;
        }

        byte[] digestBytes = digest.ToArray();
        byte[] value = signature.ToArray();
        return SignatureCheck.Of(PublicKeyPool.Use(
            key, ImportRsa, (RSA rsa) => rsa.VerifyHash(digestBytes, value, algorithm.Digest, padding)));
    }

    private static SignatureCheck Ecdsa(
        SubjectPublicKeyInfo key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        byte[] digestBytes = digest.ToArray();
        byte[] value = signature.ToArray();
        return SignatureCheck.Of(PublicKeyPool.Use(
            key, ImportEcdsa, (ECDsa ecdsa) => ecdsa.VerifyHash(digestBytes, value, DSASignatureFormat.Rfc3279DerSequence)));
    }

    private static RSA ImportRsa(SubjectPublicKeyInfo key)
    {
        var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(key.Key.Span, out _);
        return rsa;
    }

    private static ECDsa ImportEcdsa(SubjectPublicKeyInfo key)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.Encoded.Span, out _);
        return ecdsa;
    }
}
