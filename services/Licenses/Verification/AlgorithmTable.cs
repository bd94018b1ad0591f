using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// Until when an algorithm could be relied on (after ETSI TS 119 312): what is proven to be older than that date still
/// counts. An algorithm without a date has no end in sight. What is shorter never lasts longer: of all rows that fit, the
/// first to end counts.
/// </summary>
public sealed record AlgorithmTable
{
    public static readonly AlgorithmTable Default = new();

    /// <summary>Digests that have an end.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Digests { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty.Add(HashAlgorithmName.SHA1.Name!, Date(2012, 8, 1));

    /// <summary>Signature schemes that have an end: RSASSA-PKCS1-v1_5, ECDSA-P256, SM2…; none is built in.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Schemes { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>RSA keys shorter than so many bits, each with its end.</summary>
    public ImmutableArray<(int Bits, DateTimeOffset End)> ShortRsaKeys { get; init; } =
        [(1024, Date(2000, 1, 1)), (1536, Date(2011, 1, 1)), (2048, Date(2016, 10, 1))];

    /// <summary>The end of a digest; null where it has none.</summary>
    public DateTimeOffset? EndOf(HashAlgorithmName digest) => RowOf(digest)?.End;

    /// <summary>The end of a key, by its length or its curve; null where it has none.</summary>
    public DateTimeOffset? EndOf(SubjectPublicKeyInfo key) => RowOf(key)?.End;

    /// <summary>The end of a certificate: of its key, or of the algorithm that its issuer signed it with.</summary>
    public DateTimeOffset? EndOf(Certificate certificate) => RowOf(certificate)?.End;

    /// <summary>The end of a signature: of its algorithm, or of the key that made it.</summary>
    public DateTimeOffset? EndOf(AlgorithmIdentifier signature, SubjectPublicKeyInfo signer) => RowOf(signature, signer)?.End;

    /// <summary>The row that ends a certificate first, as it stands in a file: a digest, a scheme, or RSA keys shorter than so many bits.</summary>
    public string? NameOfRow(Certificate certificate) => RowOf(certificate)?.Name;

    /// <summary>The row that ends a key; null where none does.</summary>
    public string? NameOfRow(SubjectPublicKeyInfo key) => RowOf(key)?.Name;

    /// <summary>The row that ends a signature first; null where none does.</summary>
    /// <param name="algorithm">What it was made with; null: unknown.</param>
    public AlgorithmRow? RowOf(SignatureAlgorithm? algorithm) => algorithm is null ? null : First(
        RowOf(algorithm.Digest), Row(Schemes, SchemeNames.Of(algorithm.Scheme)), RowOf(algorithm.MaskDigest));

    /// <summary>The row that ends a certificate first; null where none does.</summary>
    public AlgorithmRow? RowOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return RowOf(certificate.SignatureAlgorithm, certificate.PublicKey);
    }

    /// <summary>Why revocation data that exists since a time clears nobody; null where its signature could be relied on.</summary>
    public string? RefuseData(AlgorithmIdentifier signature, SubjectPublicKeyInfo signer, DateTimeOffset time) =>
        RowOf(signature, signer) is { } row && row.End <= time
            ? $"Revocation data rests on algorithms that could be relied on until {row.End:yyyy-MM-dd} only ({row.Name})."
            : null;

    /// <summary>The row that ends a key first; null where none does.</summary>
    public AlgorithmRow? RowOf(SubjectPublicKeyInfo key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var byLength = key.Kind is KeyKind.Rsa or KeyKind.RsaPss
            ? ShortRsaKeys.Where(row => key.Bits < row.Bits).Select(row => new AlgorithmRow(NameOf(row.Bits), row.End))
            : [];
        return First([.. byLength, .. SchemeNames.Of(key).Select(name => Row(Schemes, name))]);
    }

    private AlgorithmRow? RowOf(AlgorithmIdentifier signature, SubjectPublicKeyInfo key) => First(
        RowOf(SignatureAlgorithm.TryResolve(signature, null, out var algorithm) ? algorithm : null), RowOf(key));

    private AlgorithmRow? RowOf(HashAlgorithmName digest) => Row(Digests, digest.Name);

    private static AlgorithmRow? Row(ImmutableDictionary<string, DateTimeOffset> rows, string? name) =>
        name is not null && rows.TryGetValue(name, out var end) ? new AlgorithmRow(name, end) : null;

    internal static AlgorithmRow? First(params ReadOnlySpan<AlgorithmRow?> rows)
    {
        AlgorithmRow? first = null;
        foreach (var row in rows)
        {
            first = row is not null && !(first?.End <= row.End) ? row : first;
        }

        return first;
    }

    private static string NameOf(int bits) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"RSA < {bits}");

    internal static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is { } first && other is { } second ? (first < second ? first : second) : one ?? other;

    private static DateTimeOffset Date(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
