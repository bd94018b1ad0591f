using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>An extension for a test to put anywhere, sound or not.</summary>
internal sealed record Ext(string Oid, bool IsCritical, byte[] Value)
{
    public static Ext Make(string oid, bool critical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new Ext(oid, critical, writer.Encode());
    }

    public static Ext Unknown(bool critical) => Make("1.2.3.4.5.6.7", critical, writer => writer.WriteNull());

    public static Ext Basic(bool isAuthority, int? length = null, bool critical = true) =>
        Make(Oids.BasicConstraints, critical, writer => writer.Sequence(() =>
        {
            if (isAuthority)
            {
                writer.WriteBoolean(true);
            }

            if (length is { } most)
            {
                writer.WriteInteger(most);
            }
        }));

    public static Ext Usage(KeyUsages usage, bool critical = true) => Make(Oids.KeyUsage, critical, writer =>
    {
        byte first = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            first |= (byte)(usage.HasFlag((KeyUsages)(1 << bit)) ? 0x80 >> bit : 0);
        }

        writer.WriteBitString([first]);
    });

    public static Ext Purposes(params string[] oids) => Make(Oids.ExtendedKeyUsage, false, writer =>
        writer.Sequence(() => Array.ForEach(oids, oid => writer.WriteObjectIdentifier(oid))));

    public static Ext Policies(params string[] policies) => Make(Oids.CertificatePolicies, false, writer =>
        writer.Sequence(() => Array.ForEach(policies, policy => writer.Sequence(() => writer.WriteObjectIdentifier(policy)))));

    /// <summary>A policy with a userNotice, which must not change anything.</summary>
    public static Ext Notice(string policy) => Make(Oids.CertificatePolicies, true, writer =>
        writer.Sequence(() => writer.Sequence(() =>
        {
            writer.WriteObjectIdentifier(policy);
            writer.Sequence(() => writer.Sequence(() =>
            {
                writer.WriteObjectIdentifier("1.3.6.1.5.5.7.2.2");
                writer.Sequence(() => writer.WriteCharacterString(UniversalTagNumber.UTF8String, "a notice"));
            }));
        })));

    public static Ext Mappings(params (string From, string To)[] mappings) => Make(Oids.PolicyMappings, true, writer =>
        writer.Sequence(() => Array.ForEach(mappings, mapping => writer.Sequence(() =>
        {
            writer.WriteObjectIdentifier(mapping.From);
            writer.WriteObjectIdentifier(mapping.To);
        }))));

    public static Ext Constraints(int? requireExplicit = null, int? inhibitMapping = null) =>
        Make(Oids.PolicyConstraints, true, writer => writer.Sequence(() =>
        {
            if (requireExplicit is { } first)
            {
                writer.WriteInteger(first, Ber.Context(0));
            }

            if (inhibitMapping is { } second)
            {
                writer.WriteInteger(second, Ber.Context(1));
            }
        }));

    public static Ext InhibitAny(int skip) => Make(Oids.InhibitAnyPolicy, true, writer => writer.WriteInteger(skip));

    /// <summary>Names such as "dns:example.com", "mail:a@b.c", "uri:http://h/", "ip:0A000001", "dir:O=City".</summary>
    public static Ext Alternative(params string[] names) => Make(Oids.SubjectAltName, names is ["critical", ..], writer =>
        writer.Sequence(() => Array.ForEach(
            [.. names.Where(name => name != "critical")], name => Der.GeneralName(writer, name))));

    public static Ext Names(string[] permitted, string[] excluded) => Make(Oids.NameConstraints, true, writer =>
        writer.Sequence(() =>
        {
            Trees(writer, 0, permitted);
            Trees(writer, 1, excluded);
        }));

    public static Ext Permitted(params string[] names) => Names(names, []);

    public static Ext Excluded(params string[] names) => Names([], names);

    public static Ext Points(params Action<AsnWriter>[] points) => Make(Oids.CrlDistributionPoints, false, writer =>
        writer.Sequence(() => Array.ForEach(points, point => writer.Sequence(() => point(writer)))));

    /// <summary>Where a certificate's CRL is; one of the two names.</summary>
    public static Action<AsnWriter> Point(string? fullName = null, string? relative = null, int? reasons = null, string? issuer = null) =>
        writer =>
        {
            WritePointName(writer, fullName, relative);
            if (reasons is { } flags)
            {
                writer.WriteBitString(ReasonBits(flags), 0, Ber.Context(1));
            }

            if (issuer is not null)
            {
                writer.Sequence(() => Der.GeneralName(writer, issuer), Ber.Context(2, true));
            }
        };

    public static Ext IssuingPoint(
        string? fullName = null, string? relative = null, bool users = false, bool authorities = false,
        int? reasons = null, bool indirect = false, bool attributes = false) =>
        Make(Oids.IssuingDistributionPoint, true, writer => writer.Sequence(() =>
        {
            WritePointName(writer, fullName, relative);
            Flag(writer, users, 1);
            Flag(writer, authorities, 2);
            if (reasons is { } flags)
            {
                writer.WriteBitString(ReasonBits(flags), 0, Ber.Context(3));
            }

            Flag(writer, indirect, 4);
            Flag(writer, attributes, 5);
        }));

    public static Ext Number(string oid, long number, bool critical = false) =>
        Make(oid, critical, writer => writer.WriteInteger(number));

    private static void Flag(AsnWriter writer, bool value, int number)
    {
        if (value)
        {
            writer.WriteBoolean(true, Ber.Context(number));
        }
    }

    private static void WritePointName(AsnWriter writer, string? fullName, string? relative)
    {
        if (fullName is not null)
        {
            writer.Sequence(
                () => writer.Sequence(() => Der.GeneralName(writer, fullName), Ber.Context(0, true)), Ber.Context(0, true));
        }
        else if (relative is not null)
        {
            writer.Sequence(
                () => writer.Sequence(() => Der.Attribute(writer, Oids.CommonName, relative), Ber.Context(1, true)), Ber.Context(0, true));
        }
    }

    // Bit n of the flags is bit n of the named list.
    private static byte[] ReasonBits(int flags)
    {
        byte[] bits = new byte[2];
        for (int bit = 0; bit <= 8; bit++)
        {
            bits[bit / 8] |= (byte)((flags & (1 << bit)) != 0 ? 0x80 >> (bit % 8) : 0);
        }

        return bits;
    }

    private static void Trees(AsnWriter writer, int number, string[] names)
    {
        if (names.Length > 0)
        {
            writer.Sequence(
                () => Array.ForEach(names, name => writer.Sequence(() => Der.GeneralName(writer, name))), Ber.Context(number, true));
        }
    }
}
