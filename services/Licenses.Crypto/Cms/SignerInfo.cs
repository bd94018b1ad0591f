using System.Buffers.Binary;
using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Cms;

// SignerInfo ::= SEQUENCE { version INTEGER, sid SignerIdentifier, digestAlgorithm AlgorithmIdentifier,
//   signedAttrs [0] IMPLICIT SET OF Attribute OPTIONAL, signatureAlgorithm AlgorithmIdentifier,
//   signature OCTET STRING, unsignedAttrs [1] IMPLICIT SET OF Attribute OPTIONAL }  -- RFC 5652, 5.3
/// <summary>One signer's part of a SignedData.</summary>
public sealed record SignerInfo
{
    private const byte SetTag = 0x31;

    public required SignerIdentifier Identifier { get; init; }

    public required AlgorithmIdentifier DigestAlgorithm { get; init; }

    public required AlgorithmIdentifier SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>False where the signature is over the content itself; an empty set of attributes is not absence.</summary>
    public bool HasSignedAttributes { get; init; }

    public ImmutableArray<CmsAttribute> SignedAttributes { get; init; } = [];

    public ImmutableArray<CmsAttribute> UnsignedAttributes { get; init; } = [];

    internal static SignerInfo Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        sequence.ReadInteger(); // the version follows from the identifier's kind; producers get it wrong
        var identifier = SignerIdentifier.Decode(sequence);
        var digestAlgorithm = AlgorithmIdentifier.Decode(sequence);
        var signed = ImmutableArray<CmsAttribute>.Empty;
        bool hasSigned = Ber.NextIs(sequence, 0);
        if (hasSigned)
        {
            signed = CmsAttribute.DecodeSet(sequence.ReadSetOf(true, Ber.Context(0, true)));
        }

        var signatureAlgorithm = AlgorithmIdentifier.Decode(sequence);
        var signature = Ber.ReadOctets(sequence);
        var unsigned = Ber.NextIs(sequence, 1)
            ? CmsAttribute.DecodeSet(sequence.ReadSetOf(true, Ber.Context(1, true)))
            : [];
        sequence.ThrowIfNotEmpty();
        return new SignerInfo
        {
            Identifier = identifier,
            DigestAlgorithm = digestAlgorithm,
            SignatureAlgorithm = signatureAlgorithm,
            Signature = signature,
            HasSignedAttributes = hasSigned,
            SignedAttributes = signed,
            UnsignedAttributes = unsigned,
        };
    }

    /// <summary>The signed attributes as DER SET OF, sorted: what RFC 5652, 5.4 says is signed.</summary>
    internal byte[] SignedAttributesInDer() =>
        EncodeSet(SignedAttributes.Sort((one, other) => one.Encoded.Span.SequenceCompareTo(other.Encoded.Span)));

    /// <summary>The signed attributes as a SET in the order received: what some producers sign instead.</summary>
    internal byte[] SignedAttributesAsReceived() => EncodeSet(SignedAttributes);

    private static byte[] EncodeSet(ImmutableArray<CmsAttribute> attributes)
    {
        int length = attributes.Sum(attribute => attribute.Encoded.Length);
        using var encoded = new MemoryStream(length + 6);
        encoded.WriteByte(SetTag);
        WriteLength(encoded, length);
        foreach (var attribute in attributes)
        {
            encoded.Write(attribute.Encoded.Span);
        }

        return encoded.ToArray();
    }

    private static void WriteLength(MemoryStream encoded, int length)
    {
        if (length < 0x80)
        {
            encoded.WriteByte((byte)length);
            return;
        }

        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(octets, length);
        var significant = octets.TrimStart((byte)0);
        encoded.WriteByte((byte)(0x80 | significant.Length));
        encoded.Write(significant);
    }
}
