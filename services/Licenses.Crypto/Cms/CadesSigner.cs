using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

/// <summary>
/// Makes CAdES-B signatures as PAdES wants them (EN 319 142-1, 6.3): detached, DER, content-type, message-digest and
/// signing-certificate-v2, no signing-time (it stands in the PDF's /M), the chain without its root.
/// </summary>
public static class CadesSigner
{
    private const int FixedParts = 1024; // headers, attributes and algorithm identifiers: 300 to 600 bytes in practice

    /// <summary>Signs a digest.</summary>
    /// <param name="key">The seal's key.</param>
    /// <param name="contentDigest">The digest of the signed bytes.</param>
    /// <param name="digest">What it was computed with; must be the key's own digest.</param>
    /// <param name="cancellationToken">Ends a signature that a slow device has not yet made.</param>
    public static ValueTask<byte[]> SignAsync(
        ISealKey key, ReadOnlyMemory<byte> contentDigest, HashAlgorithmName digest, CancellationToken cancellationToken) =>
        SignAsync(key, contentDigest, digest, [], cancellationToken);

    /// <summary>Signs a digest, and lets the caller add unsigned attributes that depend on the signature value.</summary>
    /// <param name="key">The seal's key.</param>
    /// <param name="contentDigest">The digest of the signed bytes.</param>
    /// <param name="digest">What it was computed with; must be the key's own digest.</param>
    /// <param name="stampers">Each gives a token over the signature value, kept as a signature timestamp.</param>
    /// <param name="cancellationToken">Ends a signature that a slow device has not yet made.</param>
    public static async ValueTask<byte[]> SignAsync(
        ISealKey key,
        ReadOnlyMemory<byte> contentDigest,
        HashAlgorithmName digest,
        ImmutableArray<SignatureStamper> stampers,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Algorithm.Digest != digest || contentDigest.Length != DigestAlgorithms.LengthOf(digest))
        {
            throw new ArgumentException($"The key signs {key.Algorithm.Digest.Name} digests.", nameof(digest));
        }

        var attributes = EncodeAttributes(key.Certificate, contentDigest.Span, digest);
        byte[] value = await key.SignAsync(attributes, cancellationToken);
        var tokens = new List<ReadOnlyMemory<byte>>(stampers.Length);
        foreach (var stamper in stampers)
        {
            tokens.Add(await stamper(value, cancellationToken));
        }

        return Encode(key, new CmsParts(Oids.Data, null, attributes, value, tokens));
    }

    /// <summary>How many bytes a signature by this key takes at most, without timestamps.</summary>
    public static int EstimateSize(ISealKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return FixedParts + key.LargestSignature + (2 * key.Certificate.IssuerName.Encoded.Length)
            + Embedded(key).Sum(certificate => certificate.Encoded.Length);
    }

    /// <summary>Puts together a signature whose value was made elsewhere over the encoded attributes.</summary>
    public static byte[] Assemble(ISealKey key, ReadOnlyMemory<byte> attributes, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Encode(key, new CmsParts(Oids.Data, null, attributes, value.ToArray(), []));
    }

    /// <summary>The signed attributes as the SET OF that the key signs.</summary>
    public static ReadOnlyMemory<byte> EncodeAttributes(
        Certificate certificate, ReadOnlySpan<byte> contentDigest, HashAlgorithmName digest) =>
        EncodeAttributes(certificate, contentDigest, digest, Oids.Data);

    internal static ReadOnlyMemory<byte> EncodeAttributes(
        Certificate certificate, ReadOnlySpan<byte> contentDigest, HashAlgorithmName digest, string contentType)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (PushAttribute(writer, Oids.ContentType))
            {
                writer.WriteObjectIdentifier(contentType);
            }

            using (PushAttribute(writer, Oids.MessageDigest))
            {
                writer.WriteOctetString(contentDigest);
            }

            using (PushAttribute(writer, Oids.SigningCertificateV2))
            {
                SigningCertificate.EncodeV2(writer, certificate, digest);
            }
        }

        return writer.Encode();
    }

    internal static byte[] Encode(ISealKey key, CmsParts parts)
    {
        // RFC 5754, 2: parameters absent.
        var digestAlgorithm = new AlgorithmIdentifier(DigestAlgorithms.OidOf(key.Algorithm.Digest));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(parts.MessageType);
            using (writer.PushSequence(Ber.Context(0, true)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(parts.Version);
                using (writer.PushSetOf())
                {
                    digestAlgorithm.Encode(writer);
                }

                EncodeContent(writer, parts);
                EncodeCertificates(writer, key);
                using (writer.PushSetOf())
                {
                    EncodeSigner(writer, key, digestAlgorithm, parts);
                }
            }
        }

        return writer.Encode();
    }

    private static void EncodeContent(AsnWriter writer, CmsParts parts)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(parts.ContentType);
            if (parts.Content is { } content)
            {
                using (writer.PushSequence(Ber.Context(0, true)))
                {
                    writer.WriteOctetString(content);
                }
            }
        }
    }

    private static void EncodeCertificates(AsnWriter writer, ISealKey key)
    {
        using (writer.PushSetOf(Ber.Context(0, true)))
        {
            foreach (var certificate in Embedded(key))
            {
                writer.WriteEncodedValue(certificate.Encoded.Span);
            }
        }
    }

    private static void EncodeSigner(
        AsnWriter writer, ISealKey key, AlgorithmIdentifier digestAlgorithm, CmsParts parts)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(key.Certificate.IssuerName.Encoded.Span);
                writer.WriteInteger(key.Certificate.SerialBytes.Span);
            }

            digestAlgorithm.Encode(writer);
            if (!parts.Attributes.IsEmpty)
            {
                byte[] tagged = parts.Attributes.ToArray();
                tagged[0] = 0xA0; // signedAttrs [0] IMPLICIT: the same bytes under another tag
                writer.WriteEncodedValue(tagged);
            }

            // GM/T 0010 names the signature by its key alone, as RSA's PKCS #7 did.
            (parts.IsNational ? new AlgorithmIdentifier(Oids.Sm2Sign) : key.Algorithm.ToIdentifier()).Encode(writer);
            writer.WriteOctetString(parts.Value);
            if (parts.Tokens.Count > 0)
            {
                using (writer.PushSetOf(Ber.Context(1, true)))
                using (PushAttribute(writer, Oids.SignatureTimeStamp))
                {
                    foreach (var token in parts.Tokens)
                    {
                        writer.WriteEncodedValue(token.Span);
                    }
                }
            }
        }
    }

    // The root is what the verifier must have by other means; sending it only makes the document longer.
    private static IEnumerable<Certificate> Embedded(ISealKey key) =>
        key.Chain.Where(certificate => !certificate.IsSelfIssued).Prepend(key.Certificate);

    private static AttributeScope PushAttribute(AsnWriter writer, string oid)
    {
        var sequence = writer.PushSequence();
        writer.WriteObjectIdentifier(oid);
        return new AttributeScope(sequence, writer.PushSetOf());
    }

    private readonly struct AttributeScope(AsnWriter.Scope sequence, AsnWriter.Scope values) : IDisposable
    {
        public void Dispose()
        {
            values.Dispose();
            sequence.Dispose();
        }
    }
}
