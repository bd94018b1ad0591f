using System.Formats.Asn1;

namespace Licenses.Crypto.Asn1;

// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY DEFINED BY algorithm OPTIONAL }
//   -- RFC 5280, 4.1.1.2
/// <summary>An algorithm by its OID, with its parameters still encoded (null: absent).</summary>
public sealed record AlgorithmIdentifier(string Oid, ReadOnlyMemory<byte>? Parameters = null)
{
    private static readonly byte[] Null = [5, 0];

    /// <summary>Absent and NULL mean the same for every algorithm we know, and producers mix them.</summary>
    public bool HasNoParameters => Parameters is not { } parameters || parameters.Span.SequenceEqual(Null);

    public static AlgorithmIdentifier Decode(AsnReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var sequence = reader.ReadSequence();
        string oid = sequence.ReadObjectIdentifier();

        // Not "? … : null": null would turn into an empty ReadOnlyMemory, and absent must stay absent.
        var parameters = sequence.HasData ? sequence.ReadEncodedValue() : default(ReadOnlyMemory<byte>?);
        sequence.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters);
    }

    public static AlgorithmIdentifier WithNull(string oid) => new(oid, Null);

    public void Encode(AsnWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oid);
            if (Parameters is { } parameters)
            {
                writer.WriteEncodedValue(parameters.Span);
            }
        }
    }

    public bool Equals(AlgorithmIdentifier? other) =>
        other is not null && Oid == other.Oid
        && ((HasNoParameters && other.HasNoParameters)
            || (Parameters is { } mine && other.Parameters is { } theirs && mine.Span.SequenceEqual(theirs.Span)));

    public override int GetHashCode() => Oid.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Oid;
}
