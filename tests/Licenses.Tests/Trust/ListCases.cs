using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Trust;

/// <summary>Revocation by lists (RFC 5280, 5 and 6.3): whose list, about whom, for which reasons, how fresh.</summary>
internal static class ListCases
{
    private const string Indirect = "it knows indirect lists, which are refused here";
    private const string NoHold = "its reading of removeFromCRL and holds is another";
    private const string KeyAndCompromise = "dir:CN=Point";
    private const int Compromise = 0b0000_0110; // keyCompromise, cACompromise
    private const int OtherReasons = 0b1_1111_1000;

    public static readonly Dictionary<string, Func<TrustCase>> All = new(StringComparer.Ordinal)
    {
        ["6.3.3 nobody is on the lists"] = () => World(world => world.Valid()),
        ["6.3.3 the leaf is revoked"] = () => World(world => world.Invalid(list => list.Revoke(world.Leaf))),
        ["6.3.3 another is revoked"] = () => World(world => world.Valid(list => list.Revoke(world.Issuer))),
        ["6.3.3 the authority is revoked"] = () => World(world =>
            TrustCase.Invalid(world.Root, world.Leaf, world.Issuer).With(world.Root.List(list => list.Revoke(world.Issuer)), world.Issuer.List())),
        ["6.3.3 no list at all"] = () => World(world => TrustCase.Unclear(world.Root, world.Leaf, world.Issuer).With()),
        ["6.3.3 no list about the leaf"] = () => World(world =>
            TrustCase.Unclear(world.Root, world.Leaf, world.Issuer).With(world.Root.List())),
        ["6.3.3 no list about the authority"] = () => World(world =>
            TrustCase.Unclear(world.Root, world.Leaf, world.Issuer).With(world.Issuer.List())),
        ["6.3.3 b1 a list of somebody else's name"] = () => World(world => world.Unclear(list => list.Issuer = Der.Name("CN=Somebody"))),
        ["6.3.3 b1 names compared as 7.1 says"] = () => World(world => world.Valid(list => list.Issuer = Der.Name("CN=  a  "))),
        ["6.3.3 g signature broken"] = () => World(world => world.Unclear(list => list.BreakSignature = true)),
        ["6.3.3 g signed by another"] = () => World(world => world.UnclearWith(
            world.Root.List(list => list.Issuer = world.Issuer.Name))),
        ["6.3.3 a list that was due to be replaced"] = () => World(world => world.Unclear(list => list.NextUpdate = Entity.Now.AddSeconds(-1))),
        ["6.3.3 a list that was due in 1999"] = () => World(world => world.Unclear(list =>
            (list.ThisUpdate, list.NextUpdate) = (new(1998, 1, 1, 0, 0, 0, TimeSpan.Zero), new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero)))),
        ["6.3.3 an old list that revokes still revokes"] = () => World(world => world.Invalid(list =>
            (list.NextUpdate = Entity.Now.AddDays(-1), list.Revoke(world.Leaf)).ToString())),
        ["5.1.2.5 GeneralizedTime in a list"] = () => World(world => world.Valid(list => list.HasGeneralizedTimes = true)),
        ["5.1.2.5 nextUpdate after 2050"] = () => World(world => world.Valid(list => list.NextUpdate = new(2051, 1, 1, 0, 0, 0, TimeSpan.Zero))),
        ["5.1.2.5 no nextUpdate"] = () => World(world => world.Unclear(list => list.NextUpdate = null)).Unlike("it lets a list without nextUpdate stand for ever"),
        ["6.3.3 a list of the future"] = () => World(world => world.Unclear(list => list.ThisUpdate = Entity.Now.AddSeconds(1))),
        ["5.2 unknown critical extension"] = () => World(world => world.Unclear(list => list.Set(Ext.Unknown(true)))),
        ["5.2 unknown extension that is not critical"] = () => World(world => world.Valid(list => list.Set(Ext.Unknown(false)))),
        ["5.3 unknown critical entry extension, another's entry"] = () => World(world =>
            world.Unclear(list => list.Revoke(world.Issuer, null, Ext.Unknown(true)))),
        ["5.3 unknown entry extension that is not critical"] = () => World(world =>
            world.Valid(list => list.Revoke(world.Issuer, null, Ext.Unknown(false)))),
        ["5.3.2 invalidityDate"] = () => World(world => world.Invalid(list => list.Revoke(world.Leaf, RevocationReason.KeyCompromise, Ext.Make(
            Oids.InvalidityDate, false, writer => writer.WriteGeneralizedTime(Entity.Now.AddYears(-1), omitFractionalSeconds: true))))),
        ["5.1.2.6 negative serial number, revoked"] = () => World(
            world => world.Invalid(list => list.Revoke(world.Leaf)), draft => draft.Serial = [0xFF, 0x01]),
        ["5.1.2.6 negative serial number, its positive twin revoked"] = () => World(
            world => world.Valid(list => list.Entries.Add(([0x00, 0xFF, 0x01], []))), draft => draft.Serial = [0xFF, 0x01]),
        ["5.1.2.6 serial number of 20 octets, revoked"] = () => World(
            world => world.Invalid(list => list.Revoke(world.Leaf)), draft => draft.Serial = [0x7F, .. new byte[19]]),
        ["5.1.2.6 serial number of 20 octets, its neighbour revoked"] = () => World(
            world => world.Valid(list => list.Entries.Add(([0x7F, .. new byte[18], 1], []))), draft => draft.Serial = [0x7F, .. new byte[19]]),
        ["4.2.1.3 issuer that may not sign lists"] = () => World(
            world => world.Unclear(), null, authority => authority.Set(Ext.Usage(KeyUsages.KeyCertSign))),
        ["6.3.3 f a key of its own for lists"] = () => Separate(null, holds: true),
        ["6.3.3 f a key of its own for lists, leaf revoked"] = () => Separate((signer, leaf) => signer.List(list => list.Revoke(leaf)), holds: false),
        ["6.3.3 f a key of its own for lists that may not sign them"] = () => Separate(null, usage: KeyUsages.DigitalSignature),
        ["6.3.3 f a key of its own for lists, revoked itself"] = () => Separate(null, revokeSigner: true),
        ["5.2.5 for users, a leaf"] = () => World(world => world.Valid(list => list.Set(Ext.IssuingPoint(users: true)))),
        ["5.2.5 for users, an authority"] = () => World(world => world.UnclearFor(list => list.Set(Ext.IssuingPoint(users: true)))),
        ["5.2.5 for authorities, a leaf"] = () => World(world => world.Unclear(list => list.Set(Ext.IssuingPoint(authorities: true)))),
        ["5.2.5 for authorities, an authority"] = () => World(world => world.ValidFor(list => list.Set(Ext.IssuingPoint(authorities: true)))),
        ["5.2.5 for attribute certificates"] = () => World(world => world.Unclear(list => list.Set(Ext.IssuingPoint(attributes: true)))),
        ["5.2.5 indirect"] = () => World(world => world.Unclear(list => list.Set(Ext.IssuingPoint(indirect: true)))).Unlike(Indirect),
        ["4.2.1.13 another's indirect list is named"] = () => World(
            world => world.Unclear(), draft => draft.Set(Ext.Points(Ext.Point("uri:http://a.example/1.crl", issuer: "dir:CN=Other"))))
            .Unlike(Indirect),
        ["5.2.5 the shard that is named"] = () => Shard("uri:http://a.example/1.crl", null, "uri:http://a.example/1.crl", null, true),
        ["5.2.5 another shard"] = () => Shard("uri:http://a.example/1.crl", null, "uri:http://a.example/2.crl", null, false),
        ["5.2.5 a shard, and the certificate names none"] = () => World(
            world => world.Unclear(list => list.Set(Ext.IssuingPoint("uri:http://a.example/1.crl")))),
        ["5.2.5 the whole list where a shard is named"] = () => World(
            world => world.Valid(), draft => draft.Set(Ext.Points(Ext.Point("uri:http://a.example/1.crl")))),
        ["6.3.3 a list under its issuer's name, and the certificate names no point"] = () => World(
            world => world.Valid(list => list.Set(Ext.IssuingPoint("dir:CN=A")))).Unlike("it wants the point to be named"),
        ["5.2.5 relative names, both"] = () => Shard(null, "Point", null, "Point", true),
        ["5.2.5 relative names that differ"] = () => Shard(null, "Point", null, "Other", false),
        ["5.2.5 relative in the certificate, full in the list"] = () => Shard(null, "Point", "dir:CN=A,CN=Point", null, true),
        ["5.2.5 full in the certificate, relative in the list"] = () => Shard("dir:CN=A,CN=Point", null, null, "Point", true),
        ["6.3.3 l some reasons only"] = () => Reasons(Compromise),
        ["6.3.3 l all reasons by two lists"] = () => Reasons(Compromise, OtherReasons),
        ["6.3.3 l one reason is missing"] = () => Reasons(Compromise, OtherReasons & ~(1 << 8)),
        ["6.3.3 l revoked on one of two lists"] = () => Reasons([Compromise, OtherReasons], revoked: true),
        ["5.2.4 a delta adds a revocation"] = () => Delta(list => list, (list, leaf) => list.Delta(10).Revoke(leaf), false),
        ["5.2.4 a delta adds nothing"] = () => Delta(list => list, (list, _) => list.Delta(10), true),
        ["5.2.4 a delta over an older base"] = () => Delta(list => list, (list, leaf) => list.Delta(8).Revoke(leaf), false),
        ["5.2.4 a delta over a newer base still revokes"] = () => Delta(list => list, (list, leaf) => list.Delta(12, 13).Revoke(leaf), false),
        ["5.2.4 a delta that is older than the list still revokes"] = () => Delta(
            list => list.Set(Ext.Number(Oids.CrlNumber, 12)), (list, leaf) => list.Delta(10, 11).Revoke(leaf), false),
        ["5.2.4 a delta without its base"] = () => World(world => world.Unclear(list => list.Delta(10))),
        ["5.2.4 a hold that a delta lifts"] = () => Delta(
            (list, leaf) => list.Revoke(leaf, RevocationReason.CertificateHold),
            (list, leaf) => list.Delta(10).Revoke(leaf, RevocationReason.RemoveFromCrl), true),
        ["5.2.4 a hold that a delta makes a revocation"] = () => Delta(
            (list, leaf) => list.Revoke(leaf, RevocationReason.CertificateHold),
            (list, leaf) => list.Delta(10).Revoke(leaf, RevocationReason.KeyCompromise), false),
        ["5.2.4 a delta of another scope still revokes"] = () => Delta(
            list => list, (list, leaf) => list.Delta(10).Set(Ext.IssuingPoint(users: true)).Revoke(leaf), false),
        ["5.2.4 a delta of other certificates"] = () => Delta(
            list => list, (list, leaf) => list.Delta(10).Set(Ext.IssuingPoint(authorities: true)).Revoke(leaf), true),
        ["5.2.4 an old delta takes nothing from a fresh list"] = () => Delta(
            list => list, (list, _) => (list.NextUpdate = Entity.Now.AddHours(-1), list.Delta(10)).Item2, true),
        ["5.2.4 a delta over a list without a number still revokes"] = () => Delta(
            Unnumbered, (list, leaf) => list.Delta(10).Revoke(leaf, RevocationReason.KeyCompromise), false),
        ["5.3.1 a delta cannot take back a compromise"] = () => Delta(
            (list, leaf) => list.Revoke(leaf, RevocationReason.KeyCompromise),
            (list, leaf) => list.Delta(10).Revoke(leaf, RevocationReason.RemoveFromCrl), false),
        ["5.3.1 an expired delta cannot lift a hold"] = () => Delta(
            (list, leaf) => list.Revoke(leaf, RevocationReason.CertificateHold),
            (list, leaf) => (list.NextUpdate = Entity.Now.AddHours(-1), list.Delta(10).Revoke(leaf, RevocationReason.RemoveFromCrl)).Item2, false),
        ["5.3.1 a delta of an earlier date cannot lift a hold"] = () => Delta(
            (list, leaf) => list.Revoke(leaf, RevocationReason.CertificateHold),
            (list, leaf) => (list.ThisUpdate = Entity.Now.AddDays(-2), list.Delta(10).Revoke(leaf, RevocationReason.RemoveFromCrl)).Item2, false),
        ["6.3.3 a hold on a fresh list outlives the silence of an expired one"] = () => World(world =>
            TrustCase.Invalid(world.Root, world.Leaf, world.Issuer).With(
                world.Root.List(),
                world.Issuer.List(list => (list.Set(Ext.Number(Oids.CrlNumber, 11)).NextUpdate = Entity.Now.AddHours(-1)).ToString()),
                Older(world, RevocationReason.CertificateHold))),
        ["6.3.3 a list of the future tells of a revocation of the past"] = () => World(world =>
            TrustCase.Invalid(world.Root, world.Leaf, world.Issuer).With(
                world.Root.List(),
                world.Issuer.List(),
                world.Issuer.List(list => (list.ThisUpdate = Entity.Now.AddDays(1),
                    list.Revoke(world.Leaf, RevocationReason.KeyCompromise)).ToString()))).Unlike("it believes nothing from later"),
        ["6.3.3 of two lists the newer silence lifts a hold"] = () => World(world => TrustCase.Valid(world.Root, world.Leaf, world.Issuer).With(
            world.Root.List(), world.Issuer.List(), Older(world, RevocationReason.CertificateHold))).Unlike(NoHold),
        ["6.3.3 of two lists the older revocation stands"] = () => World(world => TrustCase.Invalid(world.Root, world.Leaf, world.Issuer).With(
            world.Root.List(), world.Issuer.List(), Older(world, RevocationReason.KeyCompromise))).Unlike("it believes the newer list"),
    };

    private static ListDraft Unnumbered(ListDraft list)
    {
        list.Extensions.RemoveAll(extension => extension.Oid == Oids.CrlNumber);
        return list;
    }

    private static byte[] Older(ListWorld world, RevocationReason reason) => world.Issuer.List(list =>
    {
        list.ThisUpdate = Entity.Now.AddDays(-3);
        list.Set(Ext.Number(Oids.CrlNumber, 9)).Revoke(world.Leaf, reason);
    });

    private static TrustCase World(
        Func<ListWorld, TrustCase> judge, Action<CertificateDraft>? leaf = null, Action<CertificateDraft>? authority = null)
    {
        var root = Entity.Root();
        var issuer = root.Authority("CN=A", authority);
        return judge(new ListWorld(root, issuer, issuer.Leaf(change: leaf)));
    }

    private static TrustCase Shard(string? named, string? namedRelative, string? list, string? listRelative, bool holds) => World(
        world => holds
            ? world.Valid(draft => draft.Set(Ext.IssuingPoint(list, listRelative)))
            : world.Unclear(draft => draft.Set(Ext.IssuingPoint(list, listRelative))),
        draft => draft.Set(Ext.Points(Ext.Point(named, namedRelative))));

    private static TrustCase Reasons(params int[] reasons) => Reasons(reasons, revoked: false);

    private static TrustCase Reasons(int[] reasons, bool revoked) => World(
        world =>
        {
            byte[][] lists = [world.Root.List(), .. reasons.Select((flags, i) => world.Issuer.List(list =>
            {
                list.Set(Ext.IssuingPoint(KeyAndCompromise, reasons: flags), Ext.Number(Oids.CrlNumber, 20 + i));
                if (revoked && i == reasons.Length - 1)
                {
                    list.Revoke(world.Leaf, RevocationReason.Superseded);
                }
            }))];
            bool isWhole = reasons.Aggregate(0, (all, flags) => all | flags) == (Compromise | OtherReasons);
            return (revoked ? TrustCase.Invalid(world.Root, world.Leaf, world.Issuer)
                : isWhole ? TrustCase.Valid(world.Root, world.Leaf, world.Issuer)
                : TrustCase.Unclear(world.Root, world.Leaf, world.Issuer)).With(lists);
        },
        draft => draft.Set(Ext.Points(Ext.Point(KeyAndCompromise))));

    private static TrustCase Delta(Func<ListDraft, ListDraft> complete, Func<ListDraft, Entity, ListDraft> delta, bool holds) =>
        Delta((list, _) => complete(list), delta, holds);

    private static TrustCase Delta(Func<ListDraft, Entity, ListDraft> complete, Func<ListDraft, Entity, ListDraft> delta, bool holds) =>
        World(world => (holds
            ? TrustCase.Valid(world.Root, world.Leaf, world.Issuer)
            : TrustCase.Invalid(world.Root, world.Leaf, world.Issuer)).With(
                world.Root.List(),
                world.Issuer.List(list => complete(list, world.Leaf)),
                world.Issuer.List(list => delta(list, world.Leaf))))
            .Unlike("openssl verify takes deltas only where the certificate names a freshestCRL");

    // The authority has one certificate for signing certificates and one, with another key, for signing lists.
    private static TrustCase Separate(
        Func<Entity, Entity, byte[]>? list, bool? holds = null, KeyUsages usage = KeyUsages.CrlSign, bool revokeSigner = false)
    {
        var root = Entity.Root();
        var issuer = root.Authority("CN=A", draft => draft.Set(Ext.Usage(KeyUsages.KeyCertSign)));
        var signer = root.Leaf("CN=A", draft => draft.Set(Ext.Usage(usage)));
        var leaf = issuer.Leaf();
        var question = holds switch
        {
            true => TrustCase.Valid(root, leaf, issuer, signer),
            false => TrustCase.Invalid(root, leaf, issuer, signer),
            _ => TrustCase.Unclear(root, leaf, issuer, signer),
        };
        return question.With(
            root.List(draft => draft.Entries.AddRange(revokeSigner ? new ListDraft { Issuer = [] }.Revoke(signer).Entries : [])),
            list?.Invoke(signer, leaf) ?? signer.List()) with
        {
            OpenSslDiffers = revokeSigner ? "it does not ask about the signer of a list"
                : holds is true ? "it takes the certificate's issuer for the signer of the list"
                : null,
        };
    }
}
