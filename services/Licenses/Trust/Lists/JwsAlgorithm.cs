using System.Security.Cryptography;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>The JWS algorithms that a trust list may be signed with (RFC 7518, 3.1), each bound to its kind of key.</summary>
internal sealed record JwsAlgorithm(string Name, SignatureAlgorithm Algorithm, KeyKind Kind, int? Bits = null)
{
    private static readonly JwsAlgorithm[] Known =
    [
        new("ES256", new(SignatureScheme.Ecdsa, HashAlgorithmName.SHA256), KeyKind.EllipticCurve, 256),
        new("ES384", new(SignatureScheme.Ecdsa, HashAlgorithmName.SHA384), KeyKind.EllipticCurve, 384),
        new("ES512", new(SignatureScheme.Ecdsa, HashAlgorithmName.SHA512), KeyKind.EllipticCurve, 521),
        new("RS256", new(SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA256), KeyKind.Rsa),
        new("RS384", new(SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA384), KeyKind.Rsa),
        new("RS512", new(SignatureScheme.RsaPkcs1, HashAlgorithmName.SHA512), KeyKind.Rsa),
        new("PS256", new(SignatureScheme.RsaPss, HashAlgorithmName.SHA256, HashAlgorithmName.SHA256, 32), KeyKind.Rsa),
        new("PS384", new(SignatureScheme.RsaPss, HashAlgorithmName.SHA384, HashAlgorithmName.SHA384, 48), KeyKind.Rsa),
    ];

    /// <summary>What fits both the name in a header and the signer's key; null where nothing does: the header never decides alone.</summary>
    public static JwsAlgorithm? Find(string? name, SubjectPublicKeyInfo key) =>
        Array.Find(Known, known => known.Name == name && known.Fits(key));

    /// <summary>What a key signs with; null where a trust list cannot be signed so.</summary>
    public static JwsAlgorithm? Of(ISealKey key) => Array.Find(Known, known =>
        known.Fits(key.Certificate.PublicKey) && known.Algorithm.Scheme == key.Algorithm.Scheme && known.Algorithm.Digest == key.Algorithm.Digest);

    /// <summary>ECDSA values stand in a JWS as r and s side by side (RFC 7518, 3.4), everywhere else in DER.</summary>
    public byte[]? ToDer(ReadOnlySpan<byte> value)
    {
        if (Algorithm.Scheme != SignatureScheme.Ecdsa)
        {
            return value.ToArray();
        }

        int width = (Bits.GetValueOrDefault() + 7) / 8;
        if (value.Length != 2 * width)
        {
            return null;
        }

        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(value[..width], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(value[width..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    public byte[] FromDer(ReadOnlyMemory<byte> value)
    {
        if (Algorithm.Scheme != SignatureScheme.Ecdsa)
        {
            return value.ToArray();
        }

        int width = (Bits.GetValueOrDefault() + 7) / 8;
        byte[] plain = new byte[2 * width];
        var sequence = new System.Formats.Asn1.AsnReader(value, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        for (int end = width; end <= plain.Length; end += width)
        {
            var part = sequence.ReadIntegerBytes().Span.TrimStart((byte)0);
            part.CopyTo(plain.AsSpan(end - part.Length));
        }

        return plain;
    }

    private bool Fits(SubjectPublicKeyInfo key) => key.Kind == Kind && (Bits is null || key.Bits == Bits);
}
