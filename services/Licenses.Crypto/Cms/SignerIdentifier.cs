using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

// SignerIdentifier ::= CHOICE { issuerAndSerialNumber SEQUENCE { issuer Name, serialNumber INTEGER },
//   subjectKeyIdentifier [0] IMPLICIT OCTET STRING }  -- RFC 5652, 5.3
/// <summary>Which certificate the signer claims. Only a claim: the signature value decides.</summary>
public sealed record SignerIdentifier(
    DistinguishedName? Issuer, ReadOnlyMemory<byte> SerialBytes, ReadOnlyMemory<byte>? KeyIdentifier)
{
    public bool Names(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Issuer is not null
            ? certificate.SerialBytes.Span.SequenceEqual(SerialBytes.Span) && certificate.IssuerName.Equals(Issuer)
            : KeyIdentifier is { } wanted && certificate.SubjectKeyIdentifier is { } offered
                && wanted.Span.SequenceEqual(offered.Span);
    }

    internal static SignerIdentifier Decode(AsnReader reader)
    {
        if (Ber.NextIs(reader, 0))
        {
            return new SignerIdentifier(null, default, Ber.ReadOctets(reader, Ber.Context(0)));
        }

        var sequence = reader.ReadSequence();
        var identifier = new SignerIdentifier(DistinguishedName.Decode(sequence), sequence.ReadIntegerBytes(), null);
        sequence.ThrowIfNotEmpty();
        return identifier;
    }
}
