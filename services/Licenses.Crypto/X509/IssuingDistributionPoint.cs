using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

// IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL,
//   onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE, onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE,
//   onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4] BOOLEAN DEFAULT FALSE,
//   onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }  -- RFC 5280, 5.2.5
/// <summary>Which certificates a CRL speaks about.</summary>
internal sealed record IssuingDistributionPoint(
    ReadOnlyMemory<byte>? Name, bool OnlyUsers, bool OnlyAuthorities, bool OnlySomeReasons, bool IsIndirect, bool OnlyAttributes)
{
    public static IssuingDistributionPoint Decode(ReadOnlyMemory<byte> encoded)
    {
        var sequence = Ber.Open(encoded).ReadSequence();
        var name = Ber.NextIs(sequence, 0)
            ? sequence.ReadSequence(Ber.Context(0, true)).ReadEncodedValue()
            : default(ReadOnlyMemory<byte>?);
        bool users = ReadFlag(sequence, 1);
        bool authorities = ReadFlag(sequence, 2);
        bool someReasons = Ber.NextIs(sequence, 3);
        if (someReasons)
        {
            sequence.ReadEncodedValue();
        }

        bool indirect = ReadFlag(sequence, 4);
        bool attributes = ReadFlag(sequence, 5);
        sequence.ThrowIfNotEmpty();
        return new IssuingDistributionPoint(name, users, authorities, someReasons, indirect, attributes);
    }

    /// <summary>Whether the CRL speaks about this certificate; a shard does if the certificate names it.</summary>
    public bool Covers(Certificate certificate) =>
        !OnlyAttributes && !(OnlyUsers && certificate.IsAuthority) && !(OnlyAuthorities && !certificate.IsAuthority)
        && (Name is not { } name || DistributionPoints.Name(certificate, name));

    private static bool ReadFlag(AsnReader sequence, int number) =>
        Ber.NextIs(sequence, number) && sequence.ReadBoolean(Ber.Context(number));
}
