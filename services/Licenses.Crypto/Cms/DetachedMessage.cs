using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

/// <summary>
/// Detached messages over content of which only the digest is at hand, in two steps: the attributes, which the key
/// signs wherever it is, and the message. The attributes are those of <see cref="CadesSigner"/>.
/// </summary>
public static class DetachedMessage
{
    /// <summary>The signed attributes as the SET OF that the key signs.</summary>
    /// <param name="certificate">The signer's.</param>
    /// <param name="contentDigest">The digest of the signed bytes.</param>
    /// <param name="digest">What it was computed with.</param>
    /// <param name="isNational">The numbers of GM/T 0010 in place of those of RFC 5652.</param>
    public static ReadOnlyMemory<byte> EncodeAttributes(
        Certificate certificate, ReadOnlySpan<byte> contentDigest, HashAlgorithmName digest, bool isNational) =>
        CadesSigner.EncodeAttributes(certificate, contentDigest, digest, ContentType(isNational));

    /// <summary>The message.</summary>
    /// <param name="key">Its certificates and algorithm are used, not the key itself; an SM2 key for GM/T 0010.</param>
    /// <param name="signed">The attributes with the value over them.</param>
    /// <param name="tokens">Signature timestamps over the value.</param>
    /// <param name="isNational">The numbers of GM/T 0010 in place of those of RFC 5652.</param>
    public static byte[] Assemble(
        ISealKey key, SignedAttributes signed, IReadOnlyList<ReadOnlyMemory<byte>> tokens, bool isNational)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signed);
        ArgumentNullException.ThrowIfNull(tokens);
        if (isNational && key.Algorithm.Scheme != SignatureScheme.Sm2)
        {
            throw new ArgumentException("Messages of GM/T 0010 are signed with SM2.", nameof(key));
        }

        return CadesSigner.Encode(key, new CmsParts(ContentType(isNational), null, signed.Encoded, signed.Value, tokens)
        {
            IsNational = isNational,
        });
    }

    private static string ContentType(bool isNational) => isNational ? Oids.GmData : Oids.Data;
}
