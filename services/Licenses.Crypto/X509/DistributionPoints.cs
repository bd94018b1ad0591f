using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

/// <summary>Compares where a certificate says its CRLs are with where a CRL says it is (RFC 5280, 6.3.3, b 2 i).</summary>
internal static class DistributionPoints
{
    /// <summary>Whether one of the certificate's distribution points bears one of the CRL's names.</summary>
    /// <param name="certificate">The certificate in question.</param>
    /// <param name="crlName">The DistributionPointName of the CRL, without its outer tag.</param>
    public static bool Name(Certificate certificate, ReadOnlyMemory<byte> crlName)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid == Oids.CrlDistributionPoints);
        if (extension is null)
        {
            return false;
        }

        try
        {
            var wanted = Names(Ber.Open(crlName), certificate.IssuerName);
            var points = Ber.Open(extension.Value).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                if (Ber.NextIs(point, 0)
                    && Names(point.ReadSequence(Ber.Context(0, true)), certificate.IssuerName).Overlaps(wanted))
                {
                    return true;
                }
            }
        }
        catch (AsnContentException)
        {
            return false; // unreadable: the CRL is not known to speak about this certificate
        }

        return false;
    }

    // DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RDN }
    private static HashSet<string> Names(AsnReader reader, DistinguishedName issuer)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (Ber.NextIs(reader, 1))
        {
            // Relative to the issuer: equal exactly where the relative parts are, since both have the same issuer.
            names.Add($"{issuer}|{Convert.ToHexString(reader.PeekContentBytes().Span)}");
            return names;
        }

        var list = reader.ReadSequence(Ber.Context(0, true));
        while (list.HasData)
        {
            names.Add(Ber.NextIs(list, 4)
                ? DistinguishedName.Decode(list.ReadSequence(Ber.Context(4, true))).ToString()
                : Convert.ToHexString(list.ReadEncodedValue().Span));
        }

        return names;
    }
}
