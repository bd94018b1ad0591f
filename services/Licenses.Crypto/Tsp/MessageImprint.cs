using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Tsp;

// MessageImprint ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashedMessage OCTET STRING }  -- RFC 3161, 2.4.1
/// <summary>The digest that a timestamp is about.</summary>
public sealed record MessageImprint(AlgorithmIdentifier Algorithm, ReadOnlyMemory<byte> Digest)
{
    internal static MessageImprint Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var imprint = new MessageImprint(AlgorithmIdentifier.Decode(sequence), Ber.ReadOctets(sequence));
        sequence.ThrowIfNotEmpty();
        return imprint;
    }

    internal void Encode(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            Algorithm.Encode(writer);
            writer.WriteOctetString(Digest.Span);
        }
    }
}
