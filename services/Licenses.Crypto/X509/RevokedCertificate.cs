using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

// revokedCertificates ::= SEQUENCE OF SEQUENCE { userCertificate INTEGER, revocationDate Time,
//   crlEntryExtensions Extensions OPTIONAL }  -- RFC 5280, 5.1
/// <summary>One line of a CRL.</summary>
public sealed record RevokedCertificate(
    ReadOnlyMemory<byte> SerialBytes, DateTimeOffset RevokedAt, RevocationReason Reason, DateTimeOffset? InvalidSince)
{
    internal static RevokedCertificate Decode(ReadOnlyMemory<byte> encoded)
    {
        var entry = Ber.Open(encoded).ReadSequence();
        var serial = entry.ReadIntegerBytes();
        var revokedAt = Certificate.ReadTime(entry);
        var reason = RevocationReason.Unspecified;
        DateTimeOffset? invalidSince = null;
        foreach (var extension in entry.HasData ? Extension.DecodeList(entry) : [])
        {
            var value = Ber.Open(extension.Value);
            switch (extension.Oid)
            {
                case Oids.ReasonCode:
                    reason = value.ReadEnumeratedValue<RevocationReason>();
                    break;
                case Oids.InvalidityDate:
                    invalidSince = Certificate.ReadGeneralizedTime(value);
                    break;
                default:
                    RefuseCritical(extension);
                    break;
            }
        }

        return new RevokedCertificate(serial, revokedAt, reason, invalidSince);
    }

    // RFC 5280, 5.3: a list with an unknown critical entry extension must not be used to clear a certificate.
    private static void RefuseCritical(Extension extension)
    {
        if (extension.IsCritical)
        {
            throw new AsnContentException($"The CRL entry has the critical extension {extension.Oid}.");
        }
    }
}
