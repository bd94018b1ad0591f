using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
//   -- RFC 5280, 4.1
/// <summary>One extension of a certificate, a CRL or a CRL entry; Value is what the OCTET STRING holds.</summary>
public sealed record Extension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    internal static Extension Decode(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        string oid = sequence.ReadObjectIdentifier();
        bool critical = sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && sequence.ReadBoolean();
        var value = Ber.ReadOctets(sequence);
        sequence.ThrowIfNotEmpty();
        return new Extension(oid, critical, value);
    }

    /// <summary>Reads a list of extensions; the same one twice is refused, since two readers could pick differently.</summary>
    internal static ImmutableArray<Extension> DecodeList(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var extensions = ImmutableArray.CreateBuilder<Extension>(8);
        while (sequence.HasData)
        {
            var extension = Decode(sequence);
            if (extensions.Any(other => other.Oid == extension.Oid))
            {
                throw new AsnContentException($"Extension {extension.Oid} occurs twice.");
            }

            extensions.Add(extension);
        }

        return extensions.ToImmutable();
    }
}
