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
    private readonly Lazy<string[]> _partKeys;
    private readonly Lazy<string?[]> _preparedParts;

    private DistinguishedName(ReadOnlyMemory<byte> encoded, ImmutableArray<ImmutableArray<NameAttribute>> parts)
    {
        Encoded = encoded;
        _parts = parts;
        _text = new Lazy<string>(Write);
        _key = new Lazy<string>(Normalize);
        _partKeys = new Lazy<string[]>(() => [.. parts.Select(KeyOf)]);
        _preparedParts = new Lazy<string?[]>(() => [.. parts.Select(Prepare)]);
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
        subtree._parts.Length <= _parts.Length && subtree._partKeys.Value.Zip(_partKeys.Value).All(pair => pair.First == pair.Second);

    /// <summary>
    /// Whether this name may lie in the subtree below another once both are prepared by RFC 4518; null where characters
    /// are in the way that cannot be compared, and nothing else tells the two apart.
    /// </summary>
    internal bool? MayBeWithin(DistinguishedName subtree)
    {
        if (subtree._parts.Length > _parts.Length)
        {
            return false;
        }

        bool? isWithin = true;
        foreach (var (outer, inner) in subtree._preparedParts.Value.Zip(_preparedParts.Value))
        {
            if (outer is null || inner is null)
            {
                isWithin = null;
            }
            else if (outer != inner)
            {
                return false;
            }
        }

        return isWithin;
    }

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

    private string Normalize() => string.Concat(_partKeys.Value);

    private static string? Prepare(ImmutableArray<NameAttribute> part)
    {
        var prepared = part.Select(attribute => attribute.Text is { } text && PreparedText.Of(text) is { } plain
            ? $"{attribute.Oid}={plain}" : null).ToArray();
        return prepared.Contains(null) ? null : JoinWithLengths(prepared.OfType<string>());
    }

    private static string KeyOf(ImmutableArray<NameAttribute> part) => JoinWithLengths(part.Select(attribute => attribute.Key));

    // With lengths, so that no text in an attribute can pose as the seam between two.
    private static string JoinWithLengths(IEnumerable<string> attributes)
    {
        var key = new StringBuilder();
        foreach (string attribute in attributes.Order(StringComparer.Ordinal))
        {
            key.Append(attribute.Length).Append(':').Append(attribute);
        }

        return key.Append('\u0002').ToString();
    }
}
