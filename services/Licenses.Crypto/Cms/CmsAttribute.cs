using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Cms;

// Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }  -- RFC 5652, 5.3
/// <summary>One signed or unsigned attribute; Encoded is the whole of it as received.</summary>
public sealed record CmsAttribute(string Oid, ImmutableArray<ReadOnlyMemory<byte>> Values, ReadOnlyMemory<byte> Encoded)
{
    private const byte SetTag = 0x31;

    internal static CmsAttribute Decode(AsnReader reader)
    {
        var encoded = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        string oid = sequence.ReadObjectIdentifier();
        var set = sequence.ReadSetOf(skipSortOrderValidation: true);
        sequence.ThrowIfNotEmpty();
        var values = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(1);
        while (set.HasData)
        {
            values.Add(set.ReadEncodedValue());
        }

        return new CmsAttribute(oid, values.ToImmutable(), encoded);
    }

    /// <summary>
    /// Whether bytes are a set of signed attributes. A signature over them is a signature over whatever they name: taken
    /// out of its message it must not pass for one over plain content, nor the reverse.
    /// </summary>
    internal static bool AreSigned(ReadOnlyMemory<byte> content)
    {
        try
        {
            return content.Span is [SetTag, ..]
                && DecodeSet(Ber.Open(content).ReadSetOf(skipSortOrderValidation: true))
                    .Any(attribute => attribute.Oid == Oids.MessageDigest);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    internal static ImmutableArray<CmsAttribute> DecodeSet(AsnReader set)
    {
        var attributes = ImmutableArray.CreateBuilder<CmsAttribute>(4);
        while (set.HasData)
        {
            attributes.Add(Decode(set));
        }

        return attributes.ToImmutable();
    }
}
