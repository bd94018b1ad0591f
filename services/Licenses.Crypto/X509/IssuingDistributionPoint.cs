using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

// IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL,
//   onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE, onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE,
//   onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4] BOOLEAN DEFAULT FALSE,
//   onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }  -- RFC 5280, 5.2.5
/// <summary>Which certificates a CRL speaks about, and for which reasons.</summary>
/// <param name="Encoded">As received, to compare a delta's scope with its base's.</param>
/// <param name="Names">What the CRL is called; empty where it has no name.</param>
/// <param name="OnlyUsers">It leaves out authorities.</param>
/// <param name="OnlyAuthorities">It leaves out everybody else.</param>
/// <param name="Reasons">For which reasons it revokes.</param>
/// <param name="IsIndirect">It may list other issuers' certificates.</param>
/// <param name="OnlyAttributes">It is about attribute certificates.</param>
internal sealed record IssuingDistributionPoint(
    ReadOnlyMemory<byte> Encoded,
    ImmutableArray<GeneralName> Names,
    bool OnlyUsers,
    bool OnlyAuthorities,
    int Reasons,
    bool IsIndirect,
    bool OnlyAttributes)
{
    public static IssuingDistributionPoint Decode(ReadOnlyMemory<byte> encoded, DistinguishedName issuer)
    {
        var sequence = Ber.Open(encoded).ReadSequence();
        var names = Ber.NextIs(sequence, 0)
            ? DistributionPoint.ReadNames(sequence.ReadSequence(Ber.Context(0, true)), issuer)
            : [];
        bool users = ReadFlag(sequence, 1);
        bool authorities = ReadFlag(sequence, 2);
        int reasons = Ber.NextIs(sequence, 3) ? ReasonFlags.Read(sequence, Ber.Context(3)) : ReasonFlags.All;
        bool indirect = ReadFlag(sequence, 4);
        bool attributes = ReadFlag(sequence, 5);
        sequence.ThrowIfNotEmpty();
        return new IssuingDistributionPoint(encoded, names, users, authorities, reasons, indirect, attributes);
    }

    /// <summary>For which reasons the CRL speaks about a certificate (6.3.3, b 2 and d).</summary>
    public int ReasonsFor(Certificate certificate, ImmutableArray<DistributionPoint> points)
    {
        if (OnlyAttributes || (OnlyUsers && certificate.IsAuthority) || (OnlyAuthorities && !certificate.IsAuthority))
        {
            return ReasonFlags.None;
        }

        return Names.IsEmpty
            ? Reasons
            : Reasons & points.Where(point => point.IsDirect && point.Names.Intersect(Names).Any())
                .Aggregate(ReasonFlags.None, (reasons, point) => reasons | point.Reasons);
    }

    private static bool ReadFlag(System.Formats.Asn1.AsnReader sequence, int number) =>
        Ber.NextIs(sequence, number) && sequence.ReadBoolean(Ber.Context(number));
}
