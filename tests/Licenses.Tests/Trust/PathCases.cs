using System.Formats.Asn1;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>Signatures, times, names, authorities and keys; the clauses are RFC 5280's.</summary>
internal static class PathCases
{
    private const string Slack = "it counts the last second as over";
    private const string NotAsked = "without a purpose it does not look";
    private const string Documents = "1.3.6.1.5.5.7.3.36";
    private const string Mail = "1.3.6.1.5.5.7.3.4";
    private const string Unread = "it looks into this extension only where it needs it";

    public static readonly Dictionary<string, Func<TrustCase>> All = new(StringComparer.Ordinal)
    {
        ["6.1 three authorities"] = () => Line(Root(), 3, TrustCase.Valid),
        ["6.1 twelve authorities"] = () => Line(Root(), 12, TrustCase.Valid),
        ["6.1.3 a1 leaf's signature broken"] = () => Below(draft => draft.BreakSignature = true, TrustCase.Invalid),
        ["6.1.3 a1 authority's signature broken"] = () => Under(draft => draft.BreakSignature = true, TrustCase.Invalid),
        ["4.1.1.2 two signature algorithms"] = () => Unreadable(draft => draft.OuterSignatureOid = "1.2.840.10045.4.3.3"),
        ["6.1.3 a2 leaf not yet valid"] = () => Below(draft => draft.Start = Entity.Now.AddSeconds(1), TrustCase.Invalid),
        ["6.1.3 a2 leaf expired"] = () => Below(draft => draft.End = Entity.Now.AddSeconds(-1), TrustCase.Invalid),
        ["6.1.3 a2 leaf in its last second"] = () => Below(draft => draft.End = Entity.Now, TrustCase.Valid).Unlike(Slack),
        ["6.1.3 a2 leaf in its first second"] = () => Below(draft => draft.Start = Entity.Now, TrustCase.Valid),
        ["6.1.3 a2 authority not yet valid"] = () => Under(draft => draft.Start = Entity.Now.AddDays(1), TrustCase.Invalid),
        ["6.1.3 a2 authority expired"] = () => Under(draft => draft.End = Entity.Now.AddDays(-1), TrustCase.Invalid),
        ["4.1.2.5.1 UTCTime of 1950"] = () => Below(draft => draft.Start = new(1950, 1, 1, 12, 1, 0, TimeSpan.Zero), TrustCase.Valid),
        ["4.1.2.5.1 UTCTime that ended in 1999"] = () => Below(
            draft => (draft.Start, draft.End) = (new(1998, 1, 1, 0, 0, 0, TimeSpan.Zero), new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero)), TrustCase.Invalid),
        ["4.1.2.5.2 GeneralizedTime after 2050"] = () => Below(draft => draft.End = new(2050, 1, 1, 12, 1, 0, TimeSpan.Zero), TrustCase.Valid),
        ["4.1.2.5.2 GeneralizedTime before 2050"] = () => Below(draft => draft.HasGeneralizedTimes = true, TrustCase.Valid),
        ["4.1.2.5 no end (9999-12-31)"] = () => Below(draft => draft.End = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), TrustCase.Valid),
        ["4.1.2.5.1 UTCTime without seconds"] = () => Began(UniversalTagNumber.UtcTime, "2001010000Z", TrustCase.Invalid),
        ["4.1.2.5.1 UTCTime with an offset"] = () => Began(UniversalTagNumber.UtcTime, "200101000000+0000", TrustCase.Invalid),
        ["4.1.2.5.2 GeneralizedTime with a fraction"] = () => Began(UniversalTagNumber.GeneralizedTime, "20200101000000.5Z", TrustCase.Invalid),
        ["4.1.2.5.2 GeneralizedTime without a zone"] = () => Unreadable(
            draft => draft.EncodedStart = Time(UniversalTagNumber.GeneralizedTime, "20200101000000")),
        ["4.1.2.2 negative serial number"] = () => Below(draft => draft.Serial = [0xFF, 0x01], TrustCase.Valid),
        ["4.1.2.2 serial number of 20 octets"] = () => Below(
            draft => draft.Serial = [0x7F, .. Enumerable.Repeat((byte)0xAB, 19)], TrustCase.Valid),
        ["4.1.2.2 serial number of 21 octets"] = () => Below(
            draft => draft.Serial = [0x7F, .. Enumerable.Repeat((byte)0xAB, 20)], TrustCase.Invalid).Unlike("it does not count"),
        ["4.1.2.2 serial number zero"] = () => Below(draft => draft.Serial = [0], TrustCase.Invalid).Unlike("it does not look"),
        ["6.1.3 a4 issuer's name differs"] = () => Below(draft => draft.Issuer = Der.Name("CN=Somebody"), TrustCase.Unclear),
        ["6.1.3 a4 issuer's names in another order"] = () => Under(
            draft => draft.Subject = Der.Name("O=City,CN=A"), TrustCase.Unclear, draft => draft.Issuer = Der.Name("CN=A,O=City")),
        ["7.1 names that differ in spaces"] = () => Under(
            draft => draft.Subject = Der.Name("CN=The  City   Office"), TrustCase.Valid, draft => draft.Issuer = Der.Name("CN=The City Office")),
        ["7.1 names with spaces at the ends"] = () => Under(
            draft => draft.Subject = Der.Name((UniversalTagNumber.PrintableString, " City ")), TrustCase.Valid,
            draft => draft.Issuer = Der.Name((UniversalTagNumber.PrintableString, "City"))),
        ["7.1 names that differ in case"] = () => Under(
            draft => draft.Subject = Der.Name("CN=City Office"), TrustCase.Valid, draft => draft.Issuer = Der.Name("CN=CITY oFFICE")),
        ["7.1 PrintableString and UTF8String"] = () => Under(
            draft => draft.Subject = Der.Name((UniversalTagNumber.PrintableString, "City")), TrustCase.Valid,
            draft => draft.Issuer = Der.Name((UniversalTagNumber.UTF8String, "city"))),
        ["7.1 names of Chinese characters"] = () => Under(
            draft => draft.Subject = Der.Name((UniversalTagNumber.UTF8String, "样例市")), TrustCase.Valid,
            draft => draft.Issuer = Der.Name((UniversalTagNumber.BMPString, "样例市"))).Unlike("it compares the two string types' bytes"),
        ["7.1 two attributes are not one with a seam"] = () => Under(
            draft => draft.Subject = Der.Name((UniversalTagNumber.UTF8String, "a\u00012.5.4.3=b")), TrustCase.Unclear,
            draft => draft.Issuer = Der.Name((UniversalTagNumber.UTF8String, "a"), (UniversalTagNumber.UTF8String, "b"))),
        ["4.1.2.6 leaf without any name"] = () => Below(draft => draft.Subject = Der.Name(""), TrustCase.Invalid).Unlike("it does not look"),
        ["4.1.2.6 leaf named by a critical subjectAltName"] = () => Below(draft =>
        {
            draft.Subject = Der.Name("");
            draft.Set(Ext.Alternative("critical", "mail:seal@city.example"));
        }, TrustCase.Valid),
        ["6.1.4 k authority without basicConstraints"] = () => Under(draft => draft.Without(Oids.BasicConstraints), TrustCase.Invalid),
        ["6.1.4 k cA false"] = () => Under(draft => draft.Set(Ext.Basic(false)), TrustCase.Invalid),
        ["6.1.4 k cA false, not critical"] = () => Under(draft => draft.Set(Ext.Basic(false, null, critical: false)), TrustCase.Invalid),
        ["6.1.4 k basicConstraints not critical"] = () => Under(draft => draft.Set(Ext.Basic(true, null, critical: false)), TrustCase.Valid),
        ["6.1.4 k authority of version 1"] = () => Under(draft =>
        {
            draft.Version = 1;
            draft.Extensions.Clear();
        }, TrustCase.Invalid),
        ["6.1.4 m path length 0, a leaf"] = () => Under(draft => draft.Set(Ext.Basic(true, 0)), TrustCase.Valid),
        ["6.1.4 m path length 0, an authority"] = () => TwoUnder(0, null, TrustCase.Invalid),
        ["6.1.4 m path length 1, an authority"] = () => TwoUnder(1, null, TrustCase.Valid),
        ["6.1.4 m path length 6 over 0 over one more"] = () => Chain(TrustCase.Invalid, 6, 0, null),
        ["6.1.4 m path length 6 over 4 over 1 over 0"] = () => Chain(TrustCase.Valid, 6, 4, 1, 0),
        ["6.1.4 m path length 6 over 1 over 1 over 1"] = () => Chain(TrustCase.Invalid, 6, 1, 1, 1),
        ["6.1.4 m path length may not be raised below"] = () => Chain(TrustCase.Invalid, 1, 9, null),
        ["6.1.4 m leaf that is an authority below path length 0"] = () => Under(
            draft => draft.Set(Ext.Basic(true, 0)), TrustCase.Valid, draft => draft.AsAuthority())
            .Unlike("it counts the last certificate; 6.1.4 prepares only for the next one"),
        ["6.1.4 l self-issued authority does not count"] = () => Rolled(draft => draft.Set(Ext.Basic(true, 0)), TrustCase.Valid),
        ["6.1.4 n authority without keyCertSign"] = () => Under(draft => draft.Set(Ext.Usage(KeyUsages.CrlSign)), TrustCase.Invalid),
        ["6.1.4 n keyUsage not critical counts"] = () => Under(
            draft => draft.Set(Ext.Usage(KeyUsages.CrlSign, critical: false)), TrustCase.Invalid),
        ["6.1.4 n authority without keyUsage"] = () => Under(draft => draft.Without(Oids.KeyUsage), TrustCase.Valid),
        ["6.1.4 o unknown critical extension of an authority"] = () => Under(draft => draft.Set(Ext.Unknown(true)), TrustCase.Invalid),
        ["6.1.5 f unknown critical extension of the leaf"] = () => Below(draft => draft.Set(Ext.Unknown(true)), TrustCase.Invalid),
        ["6.1.5 f unknown extension that is not critical"] = () => Below(draft => draft.Set(Ext.Unknown(false)), TrustCase.Valid),
        ["4.2 an extension twice"] = () => Unreadable(draft =>
        {
            draft.Extensions.Add(Ext.Unknown(false));
            draft.Extensions.Add(Ext.Unknown(false));
        }),
        ["4.2.1.9 leaf with keyCertSign and cA false"] = () => Below(
            draft => draft.Set(Ext.Basic(false), Ext.Usage(KeyUsages.KeyCertSign)), TrustCase.Invalid).Unlike("it lets keyCertSign pass where nothing is signed"),
        ["4.2.1.3 leaf with keyCertSign and no basicConstraints"] = () => Below(
            draft => draft.Set(Ext.Usage(KeyUsages.KeyCertSign)), TrustCase.Invalid).Unlike("it lets keyCertSign pass where nothing is signed"),
        ["4.2.1.3 keyUsage that names no use"] = () => Below(
            draft => draft.Set(Ext.Usage(KeyUsages.None)), TrustCase.Invalid).Unlike(Unread),
        ["4.2 something follows the end of an extension"] = () => Below(
            draft => draft.Set(new Ext(Oids.KeyUsage, true, [.. Ext.Usage(KeyUsages.DigitalSignature).Value, 5, 0])), TrustCase.Invalid).Unlike(Unread),
        ["4.2.1.4 a policy with something that is no qualifier"] = () => Below(
            draft => draft.Set(Ext.Make(Oids.CertificatePolicies, false, writer => writer.Sequence(() => writer.Sequence(() =>
            {
                writer.WriteObjectIdentifier("1.2.3");
                writer.WriteInteger(5);
            })))), TrustCase.Invalid) with
        { PlatformDiffers = "it does not look at policies that nobody asks for" },
        ["4.2.1.9 path length beyond any path"] = () => Under(
            draft => draft.Set(Ext.Make(Oids.BasicConstraints, true, writer => writer.Sequence(() =>
            {
                writer.WriteBoolean(true);
                writer.WriteInteger(1L << 40);
            }))), TrustCase.Valid).Unlike("it counts in 32 bits"),
        ["4.2.1.12 extKeyUsage that names no purpose"] = () => Below(draft => draft.Set(Ext.Purposes()), TrustCase.Invalid).Unlike(Unread),
        ["4.2.1.13 no distribution point"] = () => Below(draft => draft.Set(Ext.Points()), TrustCase.Invalid).Unlike(Unread),
        ["4.2.1.13 distribution points that cannot be read"] = () => Below(
            draft => draft.Set(Ext.Points(writer => writer.WriteInteger(5))), TrustCase.Invalid),
        ["4.2.1.12 authority for servers, leaf for documents, asked for a seal"] = () => Under(
            draft => draft.Set(Ext.Purposes(Oids.ServerAuthentication)), TrustCase.Invalid, draft => draft.Set(Ext.Purposes("1.3.6.1.5.5.7.3.36")))
            .Unlike("without a purpose it does not look") with
        { Purpose = CertificatePurpose.Seal },
        ["4.2.1.12 authority for servers, leaf unrestricted, asked for a license"] = () => Sealing(
            CertificatePurpose.License, [Oids.ServerAuthentication], [], TrustCase.Invalid),
        ["4.2.1.12 authority for servers, leaf for servers and documents, asked for a license"] = () => Sealing(
            CertificatePurpose.License, [Oids.ServerAuthentication], [Oids.ServerAuthentication, Documents], TrustCase.Invalid),
        ["4.2.1.12 authority for servers, leaf for servers and mail, asked for a seal"] = () => Sealing(
            CertificatePurpose.Seal, [Oids.ServerAuthentication], [Oids.ServerAuthentication, Mail], TrustCase.Invalid),
        ["4.2.1.12 authority for timestamps, leaf unrestricted, asked for a maker of seals"] = () => Sealing(
            CertificatePurpose.SealMaker, [Oids.TimeStamping], [], TrustCase.Invalid),
        ["4.2.1.12 authority for servers and mail, leaf for servers and documents, asked for a seal"] = () => Sealing(
            CertificatePurpose.Seal, [Oids.ServerAuthentication, Mail], [Oids.ServerAuthentication, Documents], TrustCase.Invalid),
        ["4.2.1.12 authority for mail, leaf unrestricted, asked for a seal"] = () => Sealing(
            CertificatePurpose.Seal, [Mail], [], TrustCase.Valid),
        ["4.2.1.12 authority for documents and mail, leaf for mail and clients, asked for a license"] = () => Sealing(
            CertificatePurpose.License, [Documents, Mail], [Mail, Oids.ClientAuthentication], TrustCase.Valid),
        ["4.2.1.12 authority for any purpose, leaf for documents, asked for a license"] = () => Sealing(
            CertificatePurpose.License, [Oids.AnyExtendedKeyUsage], [Documents], TrustCase.Valid),
        ["4.2.1.12 authority for documents, leaf for any purpose, asked for a license"] = () => Sealing(
            CertificatePurpose.License, [Documents], [Oids.AnyExtendedKeyUsage], TrustCase.Valid),
        ["4.2.1.12 anchor for servers, leaf unrestricted, asked for a seal"] = () => Line(
            Entity.Root(change: draft => draft.Set(Ext.Purposes(Oids.ServerAuthentication))), 1, TrustCase.Invalid)
            .Unlike(NotAsked) with
        { Purpose = CertificatePurpose.Seal },
        ["4.2.1.12 authority for mail, leaf for servers, asked for no purpose"] = () => Under(
            draft => draft.Set(Ext.Purposes("1.3.6.1.5.5.7.3.4")), TrustCase.Valid, draft => draft.Set(Ext.Purposes(Oids.ServerAuthentication))),
        ["4.2.1.12 authority for mail and servers, leaf for servers"] = () => Under(
            draft => draft.Set(Ext.Purposes("1.3.6.1.5.5.7.3.4", Oids.ServerAuthentication)), TrustCase.Valid,
            draft => draft.Set(Ext.Purposes(Oids.ServerAuthentication))),
        ["6.1 key rollover: the new key signs"] = () => Rolled(null, TrustCase.Valid),
        ["6.1 key rollover: a key of that name that nobody certified"] = () => Root() is var root && root.Authority("CN=A") is var a
            ? TrustCase.Invalid(root, Entity.Root("CN=A").Leaf(change: draft => draft.Without(Oids.AuthorityKeyIdentifier)), a)
            : throw new InvalidOperationException(),
        ["RFC 4158 2.3 a mesh with one valid way"] = () => Mesh(cross => cross.End = Entity.Now.AddDays(-1), TrustCase.Valid),
        ["RFC 4158 2.3 a mesh whose short way is no authority"] = () => Mesh(
            cross => cross.Set(Ext.Basic(false)), TrustCase.Valid).Unlike("it takes the first way and does not come back"),
        ["RFC 4158 2.3 a mesh whose short way permits other names"] = () => Mesh(
            cross => cross.Set(Ext.Permitted("dir:O=Nobody")), TrustCase.Valid).Unlike("it takes the first way and does not come back"),
        ["RFC 4158 2.3 a mesh whose short way is signed wrongly"] = () => Mesh(
            cross => cross.BreakSignature = true, TrustCase.Valid).Unlike("it takes the first way and does not come back"),
        ["4.2.1.1 a wrong key identifier only misleads"] = () => Below(
            draft => draft.Set(Ext.Make(Oids.AuthorityKeyIdentifier, false, writer => writer.Sequence(() => writer.WriteOctetString([1, 2], Ber.Context(0))))),
            TrustCase.Valid).Unlike("it believes the identifier"),
        ["4.2.1.2 a critical key identifier is not understood"] = () => Below(
            draft => draft.Set(Ext.Make(Oids.SubjectKeyIdentifier, true, writer => writer.WriteOctetString([1, 2]))), TrustCase.Invalid)
            .Unlike("it understands it"),
        ["4.2.2.1 a critical authorityInfoAccess is not understood"] = () => Below(
            draft => draft.Set(Ext.Make(Oids.AuthorityInformation, true, writer => writer.Sequence(() => writer.Sequence(() =>
            {
                writer.WriteObjectIdentifier(Oids.OcspAccess);
                Der.GeneralName(writer, "uri:http://ocsp.example/");
            })))), TrustCase.Invalid),
        ["6.2 the anchor's own path length"] = () => Line(Entity.Root(change: draft => draft.Set(Ext.Basic(true, 0))), 1, TrustCase.Invalid),
        ["6.2 the anchor's own name constraints"] = () => Line(
            Entity.Root(change: draft => draft.Set(Ext.Permitted("dir:O=Nobody"))), 1, TrustCase.Invalid),
        ["6.2 an anchor with an unknown critical extension"] = () => Line(
            Entity.Root(change: draft => draft.Set(Ext.Unknown(true))), 1, TrustCase.Invalid),
        ["6.2 an anchor of version 1"] = () => Line(Entity.Root(change: draft =>
        {
            draft.Version = 1;
            draft.Extensions.Clear();
        }), 1, TrustCase.Valid),
        ["6.1 nobody issued it"] = () => TrustCase.Unclear(Root(), Entity.Root("CN=Stranger").Leaf()),
        ["6.1 a self-signed certificate that is no anchor"] = () => TrustCase.Invalid(Root(), Entity.Root("CN=Stranger")),
        ["6.1 an anchor's name with another key"] = () => TrustCase.Invalid(Root(), Root().Leaf(change: draft => draft.Without(Oids.AuthorityKeyIdentifier))),
    };

    private delegate TrustCase Judge(Entity root, Entity leaf, params Entity[] between);

    private static Entity Root() => Entity.Root();

    private static TrustCase Began(UniversalTagNumber type, string text, Judge judge) => Below(draft => draft.EncodedStart = Time(type, text), judge);

    private static byte[] Time(UniversalTagNumber type, string text) => [(byte)type, (byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text)];

    private static TrustCase Below(Action<CertificateDraft> change, Judge judge)
    {
        var root = Root();
        return judge(root, root.Leaf(change: change));
    }

    private static TrustCase Under(Action<CertificateDraft> authority, Judge judge, Action<CertificateDraft>? leaf = null)
    {
        var root = Root();
        var a = root.Authority("CN=A", authority);
        return judge(root, a.Leaf(change: leaf), a);
    }

    private static TrustCase Sealing(CertificatePurpose purpose, string[] authority, string[] leaf, Judge judge) => Under(
        draft => draft.Set(Ext.Purposes(authority)), judge, draft => draft.Set(leaf.Length > 0 ? [Ext.Purposes(leaf)] : []))
        .Unlike(NotAsked) with
    { Purpose = purpose };

    private static TrustCase Line(Entity root, int count, Judge judge)
    {
        List<Entity> between = [root];
        for (int i = 0; i < count; i++)
        {
            between.Add(between[^1].Authority($"CN=A{i}"));
        }

        return judge(root, between[^1].Leaf(), [.. between.Skip(1)]);
    }

    private static TrustCase TwoUnder(int first, int? second, Judge judge) => Chain(judge, first, second);

    private static TrustCase Chain(Judge judge, params int?[] lengths)
    {
        List<Entity> between = [Root()];
        foreach (int? length in lengths)
        {
            between.Add(between[^1].Authority($"CN=A{between.Count}", draft => draft.Set(Ext.Basic(true, length))));
        }

        return judge(between[0], between[^1].Leaf(), [.. between.Skip(1)]);
    }

    private static TrustCase Rolled(Action<CertificateDraft>? authority, Judge judge)
    {
        var root = Root();
        var old = root.Authority("CN=A", authority);
        var rolled = old.Rollover();
        return judge(root, rolled.Leaf(), old, rolled);
    }

    // The anchor certified A and C, which certified each other and B; the anchor's word for C is the one to doubt.
    private static TrustCase Mesh(Action<CertificateDraft> shortWay, Judge judge)
    {
        var root = Root();
        var a = root.Authority("CN=A");
        var c = root.Authority("CN=C", shortWay);
        var b = c.Authority("CN=B");
        return judge(root, b.Leaf(), c, b, a, a.Cross(c), c.Cross(a));
    }

    private static TrustCase Unreadable(Action<CertificateDraft> change)
    {
        var root = Root();
        var a = root.Authority("CN=A", change);
        Assert.Throws<CertificateFormatException>(() => a.Certificate);
        return TrustCase.Unclear(root, a.Leaf()).Unlike("a certificate that cannot be read is not at hand");
    }
}
