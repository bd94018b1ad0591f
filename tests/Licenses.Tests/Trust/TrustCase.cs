using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>One question of the table: a leaf, what there is to answer from, and what the clause says.</summary>
/// <param name="Expected">Passed: valid; Failed: definitely invalid; Indeterminate: cannot tell.</param>
/// <param name="Leaf">The certificate in question.</param>
/// <param name="Root">The only anchor.</param>
internal sealed record TrustCase(Verdict Expected, Entity Leaf, Entity Root)
{
    public Entity[] Between { get; init; } = [];

    /// <summary>Null: revocation is not asked about.</summary>
    public byte[][]? Lists { get; init; }

    public string[] Policies { get; init; } = [];

    public bool RequirePolicy { get; init; }

    public bool InhibitMapping { get; init; }

    public bool InhibitAny { get; init; }

    public CertificatePurpose Purpose { get; init; } = CertificatePurpose.Any;

    /// <summary>Why openssl verify judges otherwise; null: it must judge the same.</summary>
    public string? OpenSslDiffers { get; init; }

    /// <summary>Why X509Chain judges otherwise; null: it must judge the same wherever it can be asked.</summary>
    public string? PlatformDiffers { get; init; }

    public static TrustCase Valid(Entity root, Entity leaf, params Entity[] between) =>
        new(Verdict.Passed, leaf, root) { Between = between };

    public static TrustCase Invalid(Entity root, Entity leaf, params Entity[] between) =>
        new(Verdict.Failed, leaf, root) { Between = between };

    public static TrustCase Unclear(Entity root, Entity leaf, params Entity[] between) =>
        new(Verdict.Indeterminate, leaf, root) { Between = between };

    public TrustCase With(params byte[][] lists) => this with { Lists = lists };

    public TrustCase Asking(params string[] policies) => this with { Policies = policies };

    public TrustCase Unlike(string why) => this with { OpenSslDiffers = why, PlatformDiffers = why };

    public TrustAnswer Answer()
    {
        var store = new TrustStore(
            [new TrustAnchor(Root.Certificate)],
            Between.Select(entity => entity.Certificate),
            new RevocationMaterial((Lists ?? []).Select(list => CertificateList.Decode(list)), Enumerable.Empty<OcspResponse>()));
        return new TrustChecker(store).Check(new TrustQuestion(Leaf.Certificate, Entity.Now, Purpose)
        {
            Policies = [.. Policies],
            RequirePolicy = RequirePolicy,
            InhibitMapping = InhibitMapping,
            InhibitAnyPolicy = InhibitAny,
            CheckRevocation = Lists is not null,
        });
    }

    /// <summary>The same question for openssl verify.</summary>
    public (Dictionary<string, byte[]> Files, string[] Arguments) ForOpenSsl()
    {
        var files = new Dictionary<string, byte[]>
        {
            ["root.pem"] = Pem("CERTIFICATE", Root.Encoded),
            ["leaf.pem"] = Pem("CERTIFICATE", Leaf.Encoded),
            ["between.pem"] = Pem("CERTIFICATE", Between.Length > 0 ? [.. Between.Select(entity => entity.Encoded)] : [Root.Encoded]),
            ["lists.pem"] = Lists is { Length: > 0 } ? Pem("X509 CRL", Lists) : [],
        };
        List<string> arguments =
        [
            "verify", "-attime", Entity.Now.ToUnixTimeSeconds().ToString(null, null), "-x509_strict", "-CAfile", "root.pem",
            "-untrusted", "between.pem", "-policy_check",
        ];
        arguments.Remove("-x509_strict"); // it demands key identifiers and more that RFC 5280, 6.1 does not look at
        if (Lists is not null)
        {
            arguments.AddRange(["-crl_check_all", "-extended_crl", "-use_deltas"]);
            arguments.AddRange(Lists.Length > 0 ? ["-CRLfile", "lists.pem"] : []);
        }

        arguments.AddRange(Policies.SelectMany(policy => (string[])["-policy", policy]));
        arguments.AddRange(Policies.Length > 0 || RequirePolicy ? ["-explicit_policy"] : []);
        arguments.AddRange(InhibitMapping ? ["-inhibit_map"] : []);
        arguments.AddRange(InhibitAny ? ["-inhibit_any"] : []);
        arguments.Add("leaf.pem");
        return (files, [.. arguments]);
    }

    private static byte[] Pem(string label, params byte[][] encoded) => Encoding.ASCII.GetBytes(
        string.Join('\n', encoded.Select(bytes => PemEncoding.WriteString(label, bytes))) + "\n");
}
