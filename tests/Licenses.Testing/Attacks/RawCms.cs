using System.Formats.Asn1;
using System.Security.Cryptography;
using Licenses.Crypto.Signatures;

namespace Licenses.Testing.Attacks;

/// <summary>A CMS message exactly as told, right or wrong (RFC 5652, 5). What is not said is what PAdES asks for.</summary>
public sealed record RawCms
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>What the message says to be.</summary>
    public string MessageType { get; init; } = "1.2.840.113549.1.7.2";

    public string DigestOid { get; init; } = Sha256;

    /// <summary>Null: the key's own.</summary>
    public string? SignatureOid { get; init; }

    public int Signers { get; init; } = 1;

    /// <summary>eContent; null: detached.</summary>
    public byte[]? Content { get; init; }

    public string EncapsulatedType { get; init; } = Data;

    /// <summary>Attributes left out.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Further attributes, each the encoded values of its set.</summary>
    public IReadOnlyList<(string Oid, byte[][] Values)> Further { get; init; } = [];

    /// <summary>No signed attributes at all.</summary>
    public bool IsBare { get; init; }

    /// <summary>What the signing-certificate attribute digests; null: the signer's certificate.</summary>
    public byte[]? NamedCertificate { get; init; }

    /// <summary>Certificates as written; null: the signer's.</summary>
    public IReadOnlyList<byte[]>? Certificates { get; init; }

    /// <summary>The signature value as written, from the real one.</summary>
    public Func<byte[], byte[]> Value { get; init; } = value => value;

    /// <summary>Bytes inside the message, behind its SignedData.</summary>
    public byte[] Inside { get; init; } = [];

    /// <summary>Lengths of the outer layers are left open, as BER allows.</summary>
    public bool IsIndefinite { get; init; }

    public async Task<byte[]> SignAsync(ISealKey key, byte[] digest)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] attributes = Attributes(key, digest);
        byte[] value = Value(await key.SignAsync(attributes, CancellationToken.None));
        byte[] signer = Signer(key, attributes, value);
        byte[] signed = Wrap(0x30,
        [
            .. Encode(writer => writer.WriteInteger(1)),
            .. Encode(writer => { using (writer.PushSetOf()) { WriteAlgorithm(writer, DigestOid); } }),
            .. Encode(WriteContent),
            .. Wrap(0xA0, [.. (Certificates ?? [key.Certificate.Encoded.ToArray()]).SelectMany(part => part)]),
            .. Wrap(0x31, [.. Enumerable.Repeat(signer, Signers).SelectMany(part => part)]),
        ]);
        return Wrap(0x30, [.. Encode(writer => writer.WriteObjectIdentifier(MessageType)), .. Wrap(0xA0, signed), .. Inside]);
    }

    public static byte[] Encode(Action<AsnWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var writer = new AsnWriter(AsnEncodingRules.BER);
        write(writer);
        return writer.Encode();
    }

    private byte[] Attributes(ISealKey key, byte[] digest)
    {
        var all = new List<byte[]>();
        Add(ContentType, Encode(writer => writer.WriteObjectIdentifier(EncapsulatedType)));
        Add(MessageDigest, Encode(writer => writer.WriteOctetString(digest)));
        byte[] named = SHA256.HashData(NamedCertificate ?? key.Certificate.Encoded.ToArray());
        Add(SigningCertificateV2, Wrap(0x30, Wrap(0x30, Wrap(0x30, Encode(writer => writer.WriteOctetString(named))))));
        all.AddRange(Further.Select(item => Attribute(item.Oid, item.Values)));
        all.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        return Definite(0x31, [.. all.SelectMany(part => part)]);

        void Add(string oid, byte[] value)
        {
            if (!Without.Contains(oid))
            {
                all.Add(Attribute(oid, [value]));
            }
        }
    }

    private static byte[] Attribute(string oid, byte[][] values) => Definite(0x30,
        [.. Encode(writer => writer.WriteObjectIdentifier(oid)), .. Definite(0x31, [.. values.SelectMany(value => value)])]);

    private byte[] Signer(ISealKey key, byte[] attributes, byte[] value) => Definite(0x30,
    [
        .. Encode(writer => writer.WriteInteger(1)),
        .. Definite(0x30, [.. key.Certificate.IssuerName.Encoded.ToArray(), .. Encode(writer => writer.WriteInteger(key.Certificate.SerialBytes.Span))]),
        .. Encode(writer => WriteAlgorithm(writer, DigestOid)),
        .. IsBare ? [] : (byte[])[0xA0, .. attributes.AsSpan(1)],
        .. Encode(writer => WriteAlgorithm(writer, SignatureOid ?? key.Algorithm.ToIdentifier().Oid)),
        .. Encode(writer => writer.WriteOctetString(value)),
    ]);

    private void WriteContent(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EncapsulatedType);
            if (Content is not null)
            {
                using (writer.PushSequence(Zero))
                {
                    writer.WriteOctetString(Content);
                }
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }
    }

    private byte[] Wrap(byte tag, byte[] content) => IsIndefinite ? [tag, 0x80, .. content, 0, 0] : Definite(tag, content);

    private static byte[] Definite(byte tag, byte[] content) => content.Length switch
    {
        < 0x80 => [tag, (byte)content.Length, .. content],
        < 0x100 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)(content.Length & 0xFF), .. content],
    };
}
