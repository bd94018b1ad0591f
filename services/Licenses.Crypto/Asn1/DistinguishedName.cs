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

    /// <summary>Whether this name lies in the subtree below another (RFC 5280, 4.2.1.10): the other begins it.</summary>
    internal bool IsWithin(DistinguishedName subtree) =>
        subtree._parts.Length <= _parts.Length && subtree._parts.Zip(_parts).All(pair => KeyOf(pair.First) == KeyOf(pair.Second));

    /// <summary>The values of an attribute wherever it stands in the name; those that are no text are left out.</summary>
    internal IEnumerable<string> All(string oid) => _parts.SelectMany(part => part)
        .Where(attribute => attribute.Oid == oid).Select(attribute => attribute.Text).OfType<string>();

    /// <summary>This name with one more part (nameRelativeToCRLIssuer: RFC 5280, 4.2.1.13), given as the SET's content.</summary>
    internal DistinguishedName WithPart(ReadOnlyMemory<byte> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            for (var parts = Ber.Open(Encoded).ReadSequence(); parts.HasData;)
            {
                writer.WriteEncodedValue(parts.ReadEncodedValue().Span);
            }

            using (writer.PushSetOf())
            {
                for (var part = Ber.Open(content); part.HasData;)
                {
                    writer.WriteEncodedValue(part.ReadEncodedValue().Span);
                }
            }
        }

        return Decode(Ber.Open(writer.Encode()));
    }

    // RFC 4514, 2.1: from the last to the first.
    private string Write() => string.Join(',', _parts.Reverse().Select(part => string.Join('+', part)));

    private string Normalize() => string.Concat(_parts.Select(KeyOf));

    // With lengths, so that no text in an attribute can pose as the seam between two.
    private static string KeyOf(ImmutableArray<NameAttribute> part)
    {
        var key = new StringBuilder();
        foreach (string attribute in part.Select(attribute => attribute.Key).Order(StringComparer.Ordinal))
        {
            key.Append(attribute.Length).Append(':').Append(attribute);
        }

        return key.Append('\u0002').ToString();
    }
}
