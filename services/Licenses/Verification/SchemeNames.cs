using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>Signature schemes by the names that a table of algorithms uses.</summary>
internal static class SchemeNames
{
    // By curve and field; of one family, the stronger stand after the weaker.
    private static readonly ImmutableArray<ImmutableArray<(string Name, string[] Curves)>> Families =
    [
        [
            ("ECDSA-P256", ["1.2.840.10045.3.1.7"]),
            ("ECDSA-P384", ["1.3.132.0.34"]),
            ("ECDSA-P521", ["1.3.132.0.35"]),
        ],
        [
            ("ECDSA-brainpoolP256", ["1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.8"]),
            ("ECDSA-brainpoolP320", ["1.3.36.3.3.2.8.1.1.9", "1.3.36.3.3.2.8.1.1.10"]),
            ("ECDSA-brainpoolP384", ["1.3.36.3.3.2.8.1.1.11", "1.3.36.3.3.2.8.1.1.12"]),
            ("ECDSA-brainpoolP512", ["1.3.36.3.3.2.8.1.1.13", "1.3.36.3.3.2.8.1.1.14"]),
        ],
    ];

    private static readonly ImmutableArray<(string Name, SignatureScheme Scheme)> ByScheme =
    [
        ("RSASSA-PKCS1-v1_5", SignatureScheme.RsaPkcs1),
        ("RSASSA-PSS", SignatureScheme.RsaPss),
        ("Ed25519", SignatureScheme.Ed25519),
        ("Ed448", SignatureScheme.Ed448),
        ("SM2", SignatureScheme.Sm2),
    ];

    public static ImmutableArray<string> All { get; } =
        [.. ByScheme.Select(row => row.Name), .. Families.SelectMany(family => family.Select(row => row.Name))];

    /// <summary>What names a scheme where the key does not say it; ECDSA is named by its key's curve.</summary>
    public static string? Of(SignatureScheme scheme) => ByScheme.FirstOrDefault(row => row.Scheme == scheme).Name;

    /// <summary>
    /// What names the scheme of a key, and the stronger ones of its family: when one of these ends, it has ended too. None for
    /// RSA, whose keys serve several.
    /// </summary>
    public static IEnumerable<string> Of(SubjectPublicKeyInfo key) => key.Kind switch
    {
        KeyKind.EllipticCurve => Families
            .Select(family => family.SkipWhile(row => !row.Curves.Contains(key.CurveOid)).Select(row => row.Name))
            .SelectMany(names => names),
        KeyKind.Ed25519 => ["Ed25519"],
        KeyKind.Ed448 => ["Ed448"],
        KeyKind.Sm2 => ["SM2"],
        _ => [],
    };
}
