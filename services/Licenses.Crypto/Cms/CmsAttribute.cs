using System.Formats.Asn1;

namespace Licenses.Crypto.Cms;

// Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }  -- RFC 5652, 5.3
/// <summary>One signed or unsigned attribute; Encoded is the whole of it as received.</summary>
public sealed record CmsAttribute(string Oid, ImmutableArray<ReadOnlyMemory<byte>> Values, ReadOnlyMemory<byte> Encoded)
{
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
