using System.Formats.Asn1;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509;

/// <summary>The extensions that decide what a certificate may be used for. A malformed one makes the certificate malformed.</summary>
public sealed record CertificateProfile
{
    internal static readonly CertificateProfile None = new();

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private init; }

    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier { get; private init; }

    public KeyUsages? KeyUsage { get; private init; }

    public ImmutableArray<string>? ExtendedKeyUsages { get; private init; }

    public BasicConstraints? BasicConstraints { get; private init; }

    /// <summary>Where its CRLs are said to be. Never fetched unless the operator allows the host.</summary>
    public ImmutableArray<string> CrlAddresses { get; private init; } = [];

    /// <summary>Where its OCSP responder is said to be. Never asked unless the operator allows the host.</summary>
    public ImmutableArray<string> OcspAddresses { get; private init; } = [];

    /// <summary>Where its issuer's own certificate is said to be. Never fetched unless the operator allows the host.</summary>
    public ImmutableArray<string> IssuerAddresses { get; private init; } = [];

    /// <summary>The issuer says: this responder's own revocation need not be asked (RFC 6960, 4.2.2.2.1).</summary>
    public bool HasOcspNoCheck { get; private init; }

    internal static CertificateProfile Decode(ImmutableArray<Extension> extensions)
    {
        var profile = new CertificateProfile();
        foreach (var extension in extensions)
        {
            profile = profile.With(extension);
        }

        return profile;
    }

    private CertificateProfile With(Extension extension)
    {
        var reader = Ber.Open(extension.Value);
        return extension.Oid switch
        {
            Oids.SubjectKeyIdentifier => this with { SubjectKeyIdentifier = Ber.ReadOctets(reader) },
            Oids.AuthorityKeyIdentifier => this with { AuthorityKeyIdentifier = ReadAuthorityKey(reader) },
            Oids.KeyUsage => this with { KeyUsage = ReadKeyUsage(reader) },
            Oids.ExtendedKeyUsage => this with { ExtendedKeyUsages = ReadOids(reader) },
            Oids.BasicConstraints => this with { BasicConstraints = BasicConstraints.Decode(reader) },
            Oids.CrlDistributionPoints => this with { CrlAddresses = ReadCrlAddresses(reader) },
            Oids.AuthorityInformation => this with
            {
                OcspAddresses = ReadAccess(Ber.Open(extension.Value), Oids.OcspAccess),
                IssuerAddresses = ReadAccess(reader, Oids.IssuerAccess),
            },
            Oids.OcspNoCheck => this with { HasOcspNoCheck = true },
            _ => this,
        };
    }

    // AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] IMPLICIT OCTET STRING OPTIONAL, … }  -- RFC 5280, 4.2.1.1
    internal static ReadOnlyMemory<byte>? ReadAuthorityKey(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        return Ber.NextIs(sequence, 0) ? Ber.ReadOctets(sequence, Ber.Context(0)) : default(ReadOnlyMemory<byte>?);
    }

    private static KeyUsages ReadKeyUsage(AsnReader reader)
    {
        byte[] bits = reader.ReadBitString(out _);
        var usage = KeyUsages.None;
        for (int bit = 0; bit < Math.Min(9, 8 * bits.Length); bit++)
        {
            if ((bits[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                usage |= (KeyUsages)(1 << bit);
            }
        }

        return usage;
    }

    // ExtKeyUsageSyntax ::= SEQUENCE OF OBJECT IDENTIFIER  -- RFC 5280, 4.2.1.12
    private static ImmutableArray<string> ReadOids(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var oids = ImmutableArray.CreateBuilder<string>(2);
        while (sequence.HasData)
        {
            oids.Add(sequence.ReadObjectIdentifier());
        }

        return oids.ToImmutable();
    }

    // CRLDistributionPoints ::= SEQUENCE OF SEQUENCE { distributionPoint [0] CHOICE { fullName [0] GeneralNames, … }
    //   OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }  -- RFC 5280, 4.2.1.13
    internal static ImmutableArray<string> ReadCrlAddresses(AsnReader reader)
    {
        var points = reader.ReadSequence();
        var addresses = ImmutableArray.CreateBuilder<string>(1);
        while (points.HasData)
        {
            var point = points.ReadSequence();
            if (!Ber.NextIs(point, 0))
            {
                continue;
            }

            var name = point.ReadSequence(Ber.Context(0, true));
            if (Ber.NextIs(name, 0))
            {
                AddAddresses(name.ReadSequence(Ber.Context(0, true)), addresses);
            }
        }

        return addresses.ToImmutable();
    }

    // AuthorityInfoAccessSyntax ::= SEQUENCE OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
    private static ImmutableArray<string> ReadAccess(AsnReader reader, string method)
    {
        var descriptions = reader.ReadSequence();
        var addresses = ImmutableArray.CreateBuilder<string>(1);
        while (descriptions.HasData)
        {
            var description = descriptions.ReadSequence();
            if (description.ReadObjectIdentifier() == method)
            {
                AddAddresses(description, addresses);
            }
        }

        return addresses.ToImmutable();
    }

    private static void AddAddresses(AsnReader names, ImmutableArray<string>.Builder addresses)
    {
        while (names.HasData)
        {
            if (Ber.NextIs(names, 6)) // uniformResourceIdentifier
            {
                addresses.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Ber.Context(6)));
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }
}
