using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Tests.Crypto;

/// <summary>Paths, right and wrong, each with the clause it proves; openssl verify must agree wherever it is asked.</summary>
public sealed class PathTableTests
{
    private const string Holds = "holds";
    private const string Fails = "fails";
    private const string UnknownOid = "1.2.3.4.5.6";
    private const string PolicyOid = "1.2.3.4.1";

    private static readonly Dictionary<string, Func<PathCase>> Cases = new(StringComparer.Ordinal)
    {
        ["6.1 one certificate below the anchor"] = () => With(root => [root.Leaf()], Holds),
        ["6.1 two authorities between"] = () => With(
            root => Chain(root.Below("CN=A"), a => a.Below("CN=B"), b => b.Leaf()), Holds),
        ["6.1.3 a 1 signature by another key"] = () => With(root => [root.WithForgedKey().Leaf()], Fails),
        ["6.1.3 a 1 authority certified by another key"] = () => With(
            root => Chain(root.WithForgedKey().Below("CN=A"), a => a.Leaf()), Fails),
        ["6.1.3 a 2 leaf expired"] = () => With(root => [root.Leaf(end: Authority.Now.AddDays(-1))], Fails),
        ["6.1.3 a 2 leaf not yet valid"] = () => With(root => [root.Leaf(start: Authority.Now.AddDays(1))], Fails),
        ["6.1.3 a 2 leaf valid to the second"] = () => With(root => [root.Leaf(end: Authority.Now)], Holds, askOpenSsl: false),
        ["6.1.3 a 2 authority expired"] = () => With(
            root => Chain(root.Below("CN=A", end: Authority.Now.AddDays(-1)), a => a.Leaf()), Fails),
        ["6.1.3 a 4 issuer's name differs"] = () => With(root => [Authority.Root("CN=Other").Leaf()], Fails),
        ["6.1.4 k authority without basicConstraints"] = () => With(
            root => Chain(root.Below("CN=A", isAuthority: false), a => a.Leaf()), Fails),
        ["6.1.4 k basicConstraints says it is none"] = () => With(
            root => Chain(root.Below("CN=A", request => request.CertificateExtensions.Add(
                new X509BasicConstraintsExtension(false, false, 0, true)), isAuthority: false), a => a.Leaf()), Fails),
        ["6.1.4 m pathLen 0 with one more authority"] = () => With(
            root => Chain(root.Below("CN=A", pathLength: 0), a => a.Below("CN=B"), b => b.Leaf()), Fails),
        ["6.1.4 m pathLen 0 with a leaf"] = () => With(root => Chain(root.Below("CN=A", pathLength: 0), a => a.Leaf()), Holds),
        ["6.1.4 m pathLen 1 with one more authority"] = () => With(
            root => Chain(root.Below("CN=A", pathLength: 1), a => a.Below("CN=B"), b => b.Leaf()), Holds),
        ["6.1.4 l self-issued does not count"] = () => With(
            root => Chain(root.Below("CN=A", pathLength: 0), a => a.Below("CN=A"), b => b.Leaf()), Holds, askOpenSsl: false),
        ["6.1.4 n authority without keyCertSign"] = () => With(
            root => Chain(root.Below("CN=A", request => AddUsage(request, X509KeyUsageFlags.CrlSign), isAuthority: false), a => a.Leaf()), Fails),
        ["6.1.4 o unknown critical extension in an authority"] = () => With(
            root => Chain(root.Below("CN=A", request => Unknown(request, true)), a => a.Leaf()), Fails),
        ["6.1.4 o unknown extension that is not critical"] = () => With(
            root => Chain(root.Below("CN=A", request => Unknown(request, false)), a => a.Leaf()), Holds),
        ["6.1.5 f unknown critical extension in the leaf"] = () => With(
            root => [root.Leaf(extend: request => Unknown(request, true))], Fails),
        ["6.1.5 f unknown extension of the leaf that is not critical"] = () => With(
            root => [root.Leaf(extend: request => Unknown(request, false))], Holds),
        ["6.1.3 b name inside the permitted tree"] = () => With(
            root => Chain(Constrained(root, "O=City", null), a => a.Leaf("CN=Leaf, O=City")), Holds),
        ["6.1.3 b name outside the permitted tree"] = () => With(
            root => Chain(Constrained(root, "O=City", null), a => a.Leaf("CN=Leaf, O=Village")), Fails),
        ["6.1.3 c name in the excluded tree"] = () => With(
            root => Chain(Constrained(root, null, "O=City"), a => a.Leaf("CN=Leaf, O=City")), Fails),
        ["6.1.3 c name outside the excluded tree"] = () => With(
            root => Chain(Constrained(root, null, "O=City"), a => a.Leaf("CN=Leaf, O=Village")), Holds),
        ["6.1.3 b constraint holds two levels down"] = () => With(
            root => Chain(Constrained(root, "O=City", null), a => a.Below("CN=B, O=City"), b => b.Leaf("CN=Leaf, O=Village")), Fails),
        ["6.1.5 g explicit policy required and there"] = () => With(
            root => Chain(root.Below("CN=A", RequirePolicy), a => a.Leaf(extend: request =>
                request.CertificateExtensions.Add(Authority.Policies(PolicyOid)))), Holds, askOpenSsl: false),
        ["6.1.5 g explicit policy required and missing"] = () => With(
            root => Chain(root.Below("CN=A", RequirePolicy), a => a.Leaf()), Fails),
        ["6.1.5 g explicit policy required and another there"] = () => With(
            root => Chain(root.Below("CN=A", RequirePolicy), a => a.Leaf(extend: request =>
                request.CertificateExtensions.Add(Authority.Policies("1.2.3.4.2")))), Fails),
        ["4.2.1.3 leaf that may only encipher"] = () => With(
            root => [root.Leaf(extend: request => AddUsage(request, X509KeyUsageFlags.KeyEncipherment))], Fails, askOpenSsl: false),
        ["4.2.1.12 leaf for servers only"] = () => With(
            root => [root.Leaf(extend: request => AddPurpose(request, Oids.ServerAuthentication))], Fails, askOpenSsl: false),
        ["4.2.1.12 leaf for any purpose"] = () => With(
            root => [root.Leaf(extend: request => AddPurpose(request, Oids.AnyExtendedKeyUsage))], Holds),
        ["RFC 9336 leaf for document signing"] = () => With(
            root => [root.Leaf(extend: request => AddPurpose(request, "1.3.6.1.5.5.7.3.36"))], Holds),
        ["4.2.1.12 critical extendedKeyUsage is understood"] = () => With(
            root => [root.Leaf(extend: request => AddPurpose(request, "1.3.6.1.5.5.7.3.36", critical: true))], Holds),
        ["6.1 RSA authority above an ECDSA leaf"] = () => With(
            root => Chain(root.Below("CN=A", key: RSA.Create(2048)), a => a.Leaf()), Holds),
        ["6.2 anchor expired"] = () => PathCase.Of(
            Authority.Root(end: Authority.Now.AddDays(-1)), root => [root.Leaf()], Fails),
        ["6.1 the missing authority"] = () => With(
            root => [Chain(root.Below("CN=A"), a => a.Leaf())[0]], Fails),
        ["6.1 P-384 and P-521 authorities"] = () => With(
            root => Chain(
                root.Below("CN=A", key: ECDsa.Create(ECCurve.NamedCurves.nistP384)),
                a => a.Below("CN=B", key: ECDsa.Create(ECCurve.NamedCurves.nistP521)),
                b => b.Leaf()), Holds),
        ["6.1 Brainpool authority"] = () => With(
            root => Chain(root.Below("CN=A", key: ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1)), a => a.Leaf()), Holds),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_path_is_judged_by_its_clause(string name)
    {
        var path = Cases[name]();

        var outcome = path.Validate();

        Assert.True(path.Expected == (outcome is PathOutcome.Valid ? Holds : Fails), $"{name}: {outcome}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OpenSSL_judges_the_same(string name)
    {
        var path = Cases[name]();
        if (!path.AskOpenSsl)
        {
            // It has no purpose that means sealing, ends validity a second early, builds no path through self-issued
            // certificates, and asks the anchor for policies too (RFC 5280, 6.1.1: it has none to give).
            return;
        }

        var (exitCode, output) = ForeignTool.Run(
            "openssl", path.Files(), "verify", "-attime", Authority.Now.ToUnixTimeSeconds().ToString(null, null), "-CAfile", "root.pem",
            "-policy_check", "-untrusted", "others.pem", "leaf.pem");

        Assert.True(path.Expected == (exitCode == 0 ? Holds : Fails), output);
    }

    [Fact]
    public void Of_two_roots_with_one_name_the_right_one_is_found()
    {
        var right = Authority.Root();
        var wrong = Authority.Root();
        var anchors = new AnchorSet([new TrustAnchor(wrong.Certificate), new TrustAnchor(right.Certificate)]);

        var outcome = new PathValidator(anchors, CertificatePool.Empty).Validate(Ask(right.Leaf().Certificate, []));

        Assert.Equal(right.Certificate, Assert.IsType<PathOutcome.Valid>(outcome).Path.Anchor.Certificate);
    }

    [Fact]
    public void A_cross_certificate_leads_around_a_root_that_is_not_trusted()
    {
        var trusted = Authority.Root("CN=Trusted");
        var foreign = Authority.Root("CN=Foreign");
        var cross = trusted.Below("CN=Foreign", key: foreign.Key);
        var middle = foreign.Below("CN=Middle");

        var outcome = Validate(trusted, middle.Leaf(), [foreign.Certificate, middle.Certificate, cross.Certificate]);

        Assert.Equal(3, Assert.IsType<PathOutcome.Valid>(outcome).Path.Certificates.Length);
    }

    [Fact]
    public void Authorities_that_certify_each_other_end_in_an_answer()
    {
        var root = Authority.Root("CN=Trusted");
        ECDsa[] keys = [.. Enumerable.Range(0, 12).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
        var hub = Authority.Root("CN=Hub");
        var first = keys.Select((key, i) => hub.Below($"CN=N{i}", key: key)).ToArray();
        var mesh = first.SelectMany(issuer => keys.Select((key, i) => issuer.Below($"CN=N{i}", key: key).Certificate));

        var outcome = Validate(root, first[0].Leaf(), [.. mesh]);

        Assert.IsType<PathOutcome.Invalid>(outcome);
    }

    [Fact]
    public void A_wanted_policy_must_hold_along_the_path()
    {
        var root = Authority.Root();
        var issuer = root.Below("CN=A", request => request.CertificateExtensions.Add(Authority.Policies(PolicyOid)));
        var leaf = issuer.Leaf(extend: request => request.CertificateExtensions.Add(Authority.Policies(PolicyOid)));
        var paths = new PathValidator(new AnchorSet([new TrustAnchor(root.Certificate)]), CertificatePool.Empty);

        var wanted = Ask(leaf.Certificate, [issuer.Certificate]);

        Assert.IsType<PathOutcome.Valid>(paths.Validate(wanted with { Policies = [PolicyOid] }));
        Assert.IsType<PathOutcome.Invalid>(paths.Validate(wanted with { Policies = ["1.2.3.4.2"] }));
    }

    private static PathOutcome Validate(Authority root, Authority leaf, Certificate[] offered) =>
        new PathValidator(new AnchorSet([new TrustAnchor(root.Certificate)]), CertificatePool.Empty)
            .Validate(Ask(leaf.Certificate, offered));

    private static PathRequest Ask(Certificate leaf, Certificate[] offered) =>
        new(leaf, Authority.Now, CertificatePurpose.Seal, new CertificatePool(offered));

    private static PathCase With(Func<Authority, Authority[]> build, string expected, bool askOpenSsl = true) =>
        PathCase.Of(Authority.Root(), build, expected) with { AskOpenSsl = askOpenSsl };

    /// <summary>The leaf first, as every list of certificates here.</summary>
    private static Authority[] Chain(Authority first, params Func<Authority, Authority>[] rest)
    {
        var chain = new List<Authority> { first };
        foreach (var next in rest)
        {
            chain.Insert(0, next(chain[0]));
        }

        return [.. chain];
    }

    private static Authority Constrained(Authority root, string? permitted, string? excluded) =>
        root.Below("CN=A", request => request.CertificateExtensions.Add(Authority.Names(permitted, excluded)));

    private static void Unknown(CertificateRequest request, bool critical) =>
        request.CertificateExtensions.Add(Authority.Extension(UnknownOid, critical, writer => writer.WriteNull()));

    private static void AddUsage(CertificateRequest request, X509KeyUsageFlags usage) =>
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));

    private static void AddPurpose(CertificateRequest request, string oid, bool critical = false) =>
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(oid)], critical));

    // PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] INTEGER OPTIONAL, … }
    private static void RequirePolicy(CertificateRequest request)
    {
        request.CertificateExtensions.Add(Authority.Policies(PolicyOid));
        request.CertificateExtensions.Add(Authority.Extension(Oids.PolicyConstraints, true, writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(0, Ber.Context(0));
            }
        }));
    }

    /// <summary>A root, a leaf, what lies between, and whether the path holds.</summary>
    private sealed record PathCase(Authority Root, Authority[] Chain, string Expected, bool AskOpenSsl = true)
    {
        public static PathCase Of(Authority root, Func<Authority, Authority[]> build, string expected) =>
            new(root, build(root), expected);

        public PathOutcome Validate() =>
            PathTableTests.Validate(Root, Chain[0], [.. Chain.Skip(1).Select(authority => authority.Certificate)]);

        public Dictionary<string, byte[]> Files() => new()
        {
            ["root.pem"] = Pem([Root]),
            ["leaf.pem"] = Pem([Chain[0]]),
            ["others.pem"] = Pem(Chain.Length > 1 ? Chain[1..] : [Root]),
        };

        private static byte[] Pem(Authority[] authorities) => Encoding.ASCII.GetBytes(string.Join('\n', authorities
            .Select(authority => PemEncoding.WriteString("CERTIFICATE", authority.Encoded))));
    }
}
