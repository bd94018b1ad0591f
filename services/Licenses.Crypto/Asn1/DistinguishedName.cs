using System.Formats.Asn1;
using System.Text;

namespace Licenses.Crypto.Asn1;

// Name ::= SEQUENCE OF RelativeDistinguishedName;  RelativeDistinguishedName ::= SET OF AttributeTypeAndValue
//   -- RFC 5280, 4.1.2.4
/// <summary>A directory name: kept as received, compared by RFC 5280 7.1, written by RFC 4514.</summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private readonly ImmutableArray<ImmutableArray<NameAttribute>> _parts;
    private readonly Lazy<string> _text;
    private readonly Lazy<string> _key;

    private DistinguishedName(ReadOnlyMemory<byte> encoded, ImmutableArray<ImmutableArray<NameAttribute>> parts)
    {
        Encoded = encoded;
        _parts = parts;
        _text = new Lazy<string>(Write);
        _key = new Lazy<string>(Normalize);
    }

    public ReadOnlyMemory<byte> Encoded { get; }

    public bool IsEmpty => _parts.IsEmpty;

    public static DistinguishedName Decode(AsnReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var encoded = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<NameAttribute>>();
        while (sequence.HasData)
        {
            var set = sequence.ReadSetOf(skipSortOrderValidation: true);
            var attributes = ImmutableArray.CreateBuilder<NameAttribute>(1);
            while (set.HasData)
            {
                attributes.Add(NameAttribute.Decode(set));
            }

            parts.Add(attributes.ToImmutable());
        }

        return new DistinguishedName(encoded, parts.ToImmutable());
    }

    /// <summary>The last value of an attribute (the most specific one), or null.</summary>
    public string? Find(string oid) =>
        _parts.SelectMany(part => part).LastOrDefault(attribute => attribute.Oid == oid)?.Text;

    public bool Equals(DistinguishedName? other) =>
        other is not null && (Encoded.Span.SequenceEqual(other.Encoded.Span) || _key.Value == other._key.Value);

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    public override int GetHashCode() => _key.Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text.Value;

    // RFC 4514, 2.1: from the last to the first.
    private string Write() => string.Join(',', _parts.Reverse().Select(part => string.Join('+', part)));

    private string Normalize()
    {
        var key = new StringBuilder();
        foreach (var part in _parts)
        {
            foreach (var attribute in part.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            {
                key.Append(attribute.Key).Append('\u0001');
            }

            key.Append('\u0002');
        }

        return key.ToString();
    }
}
