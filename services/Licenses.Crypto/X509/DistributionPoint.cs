using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

// DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons [1] ReasonFlags OPTIONAL,
//   cRLIssuer [2] GeneralNames OPTIONAL }  -- RFC 5280, 4.2.1.13
/// <summary>One place where a certificate says that a CRL about it is.</summary>
/// <param name="Names">The names of the CRL; empty where the point only names its issuer.</param>
/// <param name="Reasons">For which reasons that CRL revokes.</param>
/// <param name="IsDirect">Whether the certificate's own issuer signs the CRL.</param>
internal sealed record DistributionPoint(ImmutableArray<GeneralName> Names, int Reasons, bool IsDirect)
{
    /// <summary>The certificate's points; null where it names none.</summary>
    /// <exception cref="AsnContentException">The extension cannot be read.</exception>
    public static ImmutableArray<DistributionPoint>? ListOf(Certificate certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid == Oids.CrlDistributionPoints);
        if (extension is null)
        {
            return null;
        }

        var sequence = Ber.Open(extension.Value).ReadSequence();
        var points = ImmutableArray.CreateBuilder<DistributionPoint>(1);
        while (sequence.HasData)
        {
            points.Add(Decode(sequence.ReadSequence(), certificate.IssuerName));
        }

        return points.ToImmutable();
    }

    /// <summary>The point that each certificate has, named or not: its issuer's own name (RFC 5280, 6.3.3, the last paragraph).</summary>
    public static DistributionPoint OfIssuer(Certificate certificate) => new(
        [new GeneralName(GeneralNameKind.DirectoryName, default, null, certificate.IssuerName)], ReasonFlags.All, IsDirect: true);

    /// <summary>Reads a DistributionPointName without its outer tag; a relative name is completed by the CRL issuer's.</summary>
    // DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RDN }
    public static ImmutableArray<GeneralName> ReadNames(AsnReader reader, DistinguishedName issuer)
    {
        if (!Ber.NextIs(reader, 1))
        {
            return GeneralName.DecodeList(reader.ReadSequence(Ber.Context(0, true)));
        }

        var whole = issuer.WithPart(reader.PeekContentBytes());
        reader.ReadEncodedValue();
        return [new GeneralName(GeneralNameKind.DirectoryName, default, null, whole)];
    }

    private static DistributionPoint Decode(AsnReader point, DistinguishedName issuer)
    {
        var name = Ber.NextIs(point, 0) ? point.ReadSequence(Ber.Context(0, true)) : null;
        int reasons = Ber.NextIs(point, 1) ? ReasonFlags.Read(point, Ber.Context(1)) : ReasonFlags.All;
        var issuers = Ber.NextIs(point, 2) ? GeneralName.DecodeList(point.ReadSequence(Ber.Context(2, true))) : [];
        point.ThrowIfNotEmpty();
        bool isDirect = issuers.IsEmpty || issuers.Any(named => issuer.Equals(named.DirectoryName));
        return new DistributionPoint(name is null || !isDirect ? [] : ReadNames(name, issuer), reasons, isDirect);
    }
}
