namespace Licenses.Tests.Trust;

/// <summary>Name constraints by kind of name (RFC 5280, 4.2.1.10).</summary>
internal static class NameConstraintCases
{
    private const string Stricter = "it lets pass what it cannot read";
    private const string Bare = "it compares without the preparation of RFC 4518";

    public static readonly Dictionary<string, Func<TrustCase>> All = new(StringComparer.Ordinal)
    {
        ["4.2.1.10 directory: permitted"] = () => One(Ext.Permitted("dir:O=City"), "O=City,CN=Leaf", true),
        ["4.2.1.10 directory: not permitted"] = () => One(Ext.Permitted("dir:O=City"), "O=Village,CN=Leaf", false),
        ["4.2.1.10 directory: compared without case"] = () => One(Ext.Permitted("dir:O=CITY"), "O=city,CN=Leaf", true),
        ["4.2.1.10 directory: the tree is a beginning, not an end"] = () => One(Ext.Permitted("dir:O=City"), "CN=Leaf,O=City", false),
        ["4.2.1.10 directory: one of two permitted"] = () => One(Ext.Permitted("dir:O=City", "dir:O=Town"), "O=Town,CN=Leaf", true),
        ["4.2.1.10 directory: excluded"] = () => One(Ext.Excluded("dir:O=City"), "O=City,CN=Leaf", false),
        ["7.1 directory: excluded in wide letters"] = () => One(
            Ext.Excluded("dir:O=Evil"), "O=\uFF25\uFF56\uFF49\uFF4C,CN=Leaf", false).Unlike(Bare),
        ["7.1 directory: excluded with a soft hyphen"] = () => One(
            Ext.Excluded("dir:O=Evil"), "O=Ev\u00ADil,CN=Leaf", false).Unlike(Bare),
        ["7.1 directory: excluded with a character of no width"] = () => One(
            Ext.Excluded("dir:O=Evil"), "O=Ev\u200Bil,CN=Leaf", false).Unlike(Bare),
        ["7.1 directory: excluded in a ligature"] = () => One(
            Ext.Excluded("dir:O=Office"), "O=O\uFB03ce,CN=Leaf", false).Unlike(Bare),
        ["7.1 directory: a ligature in another name is not excluded"] = () => One(
            Ext.Excluded("dir:C=CN,O=City"), "C=DE,O=O\uFB03ce,CN=Leaf", true),
        ["7.1 directory: Chinese letters are compared as they are"] = () => One(
            Ext.Excluded("dir:O=\u672C\u5E02"), "O=\u5916\u5E02,CN=Leaf", true),
        ["4.2.1.10 directory: not excluded"] = () => One(Ext.Excluded("dir:O=City"), "O=Town,CN=Leaf", true),
        ["4.2.1.10 directory: excluded within permitted"] = () => One(
            Ext.Names(["dir:O=City"], ["dir:O=City,OU=Police"]), "O=City,OU=Police,CN=Leaf", false),
        ["4.2.1.10 directory: in subjectAltName too"] = () => One(
            Ext.Permitted("dir:O=City"), "O=City,CN=Leaf", false, Ext.Alternative("dir:O=Village")),
        ["4.2.1.10 directory: an empty subject has no name to judge"] = () => One(
            Ext.Permitted("dir:O=City"), "", true, Ext.Alternative("critical", "mail:a@b.example")),
        ["4.2.1.10 mail: mailbox"] = () => One(Ext.Permitted("mail:seal@city.example"), "CN=L", true, Ext.Alternative("mail:seal@City.Example")),
        ["4.2.1.10 mail: another mailbox"] = () => One(Ext.Permitted("mail:seal@city.example"), "CN=L", false, Ext.Alternative("mail:x@city.example")),
        ["4.2.1.10 mail: host"] = () => One(Ext.Permitted("mail:city.example"), "CN=L", true, Ext.Alternative("mail:x@city.example")),
        ["4.2.1.10 mail: a host is not its domain"] = () => One(
            Ext.Permitted("mail:city.example"), "CN=L", false, Ext.Alternative("mail:x@mail.city.example")),
        ["4.2.1.10 mail: domain"] = () => One(Ext.Permitted("mail:.city.example"), "CN=L", true, Ext.Alternative("mail:x@mail.city.example")),
        ["4.2.1.10 mail: a domain is not its host"] = () => One(
            Ext.Permitted("mail:.city.example"), "CN=L", false, Ext.Alternative("mail:x@city.example")),
        ["4.2.1.10 mail: excluded host"] = () => One(Ext.Excluded("mail:city.example"), "CN=L", false, Ext.Alternative("mail:x@city.example")),
        ["4.2.1.10 mail: in the subject"] = () => One(Ext.Permitted("mail:city.example"), "CN=L,E=x@town.example", false),
        ["4.2.1.10 mail: an excluded mailbox in quotes"] = () => One(
            Ext.Excluded("mail:foo@city.example"), "CN=L", false, Ext.Alternative("mail:\"\\f\\oo\"@city.example")).Unlike("it compares with the quotes"),
        ["4.2.1.10 mail: a permitted mailbox in quotes"] = () => One(
            Ext.Permitted("mail:foo@city.example"), "CN=L", true, Ext.Alternative("mail:\"foo\"@city.example")).Unlike("it compares with the quotes"),
        ["RFC 9598 6 mail beyond ASCII: permitted host"] = () => One(Ext.Permitted("mail:city.example"), "CN=L", true, Ext.Alternative("smtp:印章@city.example")),
        ["RFC 9598 6 mail beyond ASCII: another host"] = () => One(Ext.Permitted("mail:city.example"), "CN=L", false, Ext.Alternative("smtp:印章@town.example")),
        ["RFC 9598 6 mail beyond ASCII: excluded host"] = () => One(Ext.Excluded("mail:city.example"), "CN=L", false, Ext.Alternative("smtp:印章@city.example")),
        ["RFC 9598 6 mail beyond ASCII: no constraint on mail"] = () => One(Ext.Excluded("dns:city.example"), "CN=L", true, Ext.Alternative("smtp:印章@city.example")),
        ["4.2.1.10 mail: two at signs"] = () => One(
            Ext.Permitted("mail:city.example"), "CN=L", false, Ext.Alternative("mail:a@b@city.example")).Unlike(Stricter),
        ["4.2.1.10 host: same"] = () => One(Ext.Permitted("dns:city.example"), "CN=L", true, Ext.Alternative("dns:city.example")),
        ["4.2.1.10 host: below"] = () => One(Ext.Permitted("dns:city.example"), "CN=L", true, Ext.Alternative("dns:a.b.CITY.example")),
        ["4.2.1.10 host: only looks alike"] = () => One(Ext.Permitted("dns:city.example"), "CN=L", false, Ext.Alternative("dns:mycity.example")),
        ["4.2.1.10 host: excluded"] = () => One(Ext.Excluded("dns:city.example"), "CN=L", false, Ext.Alternative("dns:a.city.example")),
        ["4.2.1.10 host: not excluded"] = () => One(Ext.Excluded("dns:city.example"), "CN=L", true, Ext.Alternative("dns:town.example")),
        ["4.2.1.10 host: second name excluded"] = () => One(
            Ext.Excluded("dns:b.example"), "CN=L", false, Ext.Alternative("dns:a.example", "dns:b.example")),
        ["4.2.1.10 host: wildcard within"] = () => One(Ext.Permitted("dns:city.example"), "CN=L", true, Ext.Alternative("dns:*.city.example")),
        ["4.2.1.10 host: wildcard reaches an excluded one"] = () => One(
            Ext.Excluded("dns:police.city.example"), "CN=L", false, Ext.Alternative("dns:*.city.example")).Unlike("it does not look behind a wildcard"),
        ["4.2.1.10 host: name begins with a dot"] = () => One(
            Ext.Permitted("dns:city.example"), "CN=L", false, Ext.Alternative("dns:.city.example")).Unlike(Stricter),
        ["4.2.1.10 host: constraint begins with a dot"] = () => One(
            Ext.Permitted("dns:.city.example"), "CN=L", true, Ext.Alternative("dns:a.city.example")),
        ["4.2.1.10 host: constraint begins with a dot, the host itself"] = () => One(
            Ext.Permitted("dns:.city.example"), "CN=L", false, Ext.Alternative("dns:city.example")),
        ["4.2.1.10 host: constraint with a wildcard"] = () => One(
            Ext.Permitted("dns:*.city.example"), "CN=L", false, Ext.Alternative("dns:a.city.example")),
        ["4.2.1.10 host: no constraint on another kind"] = () => One(Ext.Permitted("ip:0A000000FF000000"), "CN=L", true, Ext.Alternative("dns:a.example")),
        ["4.2.1.10 uri: host"] = () => One(Ext.Permitted("uri:city.example"), "CN=L", true, Ext.Alternative("uri:https://city.example:8080/a?b")),
        ["4.2.1.10 uri: another host"] = () => One(Ext.Permitted("uri:city.example"), "CN=L", false, Ext.Alternative("uri:https://a.city.example/")),
        ["4.2.1.10 uri: domain"] = () => One(Ext.Permitted("uri:.city.example"), "CN=L", true, Ext.Alternative("uri:ftp://a.city.example/")),
        ["4.2.1.10 uri: excluded domain"] = () => One(Ext.Excluded("uri:.city.example"), "CN=L", false, Ext.Alternative("uri:ftp://a.city.example/")),
        ["4.2.1.10 uri: a user's name is no host"] = () => One(
            Ext.Permitted("uri:city.example"), "CN=L", false, Ext.Alternative("uri:http://city.example@evil.example/")).Unlike(Stricter),
        ["4.2.1.10 uri: a backslash ends no host"] = () => One(
            Ext.Permitted("uri:good.example"), "CN=L", false, Ext.Alternative("uri:https://evil.example:80\\@good.example/")).Unlike(Stricter),
        ["4.2.1.10 uri: without a host"] = () => One(Ext.Permitted("uri:city.example"), "CN=L", false, Ext.Alternative("uri:urn:city.example")),
        ["4.2.1.10 uri: an address is no host"] = () => One(Ext.Excluded("uri:city.example"), "CN=L", false, Ext.Alternative("uri:http://10.0.0.1/"))
            .Unlike(Stricter),
        ["4.2.1.10 address: within"] = () => One(Ext.Permitted("ip:C0000200FFFFFF00"), "CN=L", true, Ext.Alternative("ip:C0000207")),
        ["4.2.1.10 address: without"] = () => One(Ext.Permitted("ip:C0000200FFFFFF00"), "CN=L", false, Ext.Alternative("ip:C0000307")),
        ["4.2.1.10 address: excluded"] = () => One(Ext.Excluded("ip:C0000200FFFFFF00"), "CN=L", false, Ext.Alternative("ip:C0000207")),
        ["4.2.1.10 address: the other family"] = () => One(
            Ext.Permitted("ip:C0000200FFFFFF00"), "CN=L", false, Ext.Alternative("ip:20010DB8000000000000000000000001")),
        ["4.2.1.10 address: constraint without a mask"] = () => One(Ext.Permitted("ip:C0000207"), "CN=L", false, Ext.Alternative("ip:C0000207")),
        ["4.2.1.10 address: constraint without a mask, and no address"] = () => One(
            Ext.Excluded("ip:C0000207"), "CN=L", false, Ext.Alternative("dns:a.example")).Unlike("it reads a constraint only where it is applied"),
        ["4.2.1.10 address: mask with holes"] = () => One(Ext.Permitted("ip:C0000200FFFF00FF"), "CN=L", false, Ext.Alternative("ip:C0000200"))
            .Unlike(Stricter),
        ["4.2.1.10 address: a range is no address"] = () => One(
            Ext.Permitted("ip:C0000200FFFFFF00"), "CN=L", false, Ext.Alternative("ip:C0000200FFFFFF00")),
        ["4.2.1.10 a kind that is not supported"] = () => One(Ext.Excluded("oid:1.2.3"), "CN=L", false, Ext.Alternative("oid:1.2.4")),
        ["4.2.1.10 a kind that is not supported and not there"] = () => One(Ext.Excluded("oid:1.2.3"), "CN=L", true, Ext.Alternative("dns:a.example"))
            .Unlike("it refuses the constraint even where nothing is to be compared"),
        ["4.2.1.10 two authorities: both must permit"] = () => Two("dns:b.city.example", "dns:a.city.example", "dns:a.city.example", false),
        ["4.2.1.10 two authorities: narrowed"] = () => Two("dns:city.example", "dns:a.city.example", "dns:b.city.example", false),
        ["4.2.1.10 two authorities: within both"] = () => Two("dns:city.example", "dns:a.city.example", "dns:x.a.city.example", true),
        ["6.1.3 b an authority's own name"] = () => Chain(
            root => [root.Authority("CN=A", draft => draft.Set(Ext.Permitted("dir:O=City")))],
            a => a.Authority("O=Village,CN=B"), b => b.Leaf("O=City,CN=Leaf"), false),
        ["6.1.3 b a self-issued authority is free"] = () => Chain(
            root => [root.Authority("CN=A", draft => draft.Set(Ext.Permitted("dir:O=City")))],
            a => a.Rollover(), b => b.Leaf("O=City,CN=Leaf"), true),
        ["6.1.3 b a self-issued leaf is not"] = () => Chain(
            root => [root.Authority("CN=A", draft => draft.Set(Ext.Permitted("dir:O=City")))],
            a => a.Authority("O=City,CN=B"), b => b.Leaf("", draft => draft.Subject = b.Name),
            true),
        ["4.2.1.10 a leaf must not constrain"] = () => Chain(
            root => [root.Authority("CN=A")], a => a.Authority("CN=B"), b => b.Leaf(change: draft => draft.Set(Ext.Permitted("dir:O=City"))), false)
            .Unlike("it does not look"),
        ["4.2.1.10 not critical counts as well"] = () => One(
            Ext.Permitted("dir:O=City") with { IsCritical = false }, "O=Village,CN=Leaf", false),
    };

    private static TrustCase One(Ext constraints, string name, bool holds, Ext? alternative = null)
    {
        var root = Entity.Root();
        var a = root.Authority("CN=A", draft => draft.Set(constraints));
        var leaf = a.Leaf(name, draft => draft.Set(alternative is null ? [] : [alternative]));
        return holds ? TrustCase.Valid(root, leaf, a) : TrustCase.Invalid(root, leaf, a);
    }

    private static TrustCase Two(string first, string second, string name, bool holds) => Chain(
        root => [root.Authority("CN=A", draft => draft.Set(Ext.Permitted(first)))],
        a => a.Authority("CN=B", draft => draft.Set(Ext.Permitted(second))),
        b => b.Leaf(change: draft => draft.Set(Ext.Alternative(name))),
        holds);

    private static TrustCase Chain(Func<Entity, Entity[]> top, Func<Entity, Entity> middle, Func<Entity, Entity> bottom, bool holds)
    {
        var root = Entity.Root();
        var a = top(root)[0];
        var b = middle(a);
        var leaf = bottom(b);
        return holds ? TrustCase.Valid(root, leaf, b, a) : TrustCase.Invalid(root, leaf, b, a);
    }
}
