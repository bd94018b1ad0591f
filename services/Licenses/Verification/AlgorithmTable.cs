using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// Until when an algorithm could be relied on (after ETSI TS 119 312): what is proven to be older than that date still
/// counts. An algorithm without a date has no end in sight.
/// </summary>
public sealed record AlgorithmTable
{
    public static readonly AlgorithmTable Default = new();

    /// <summary>Digests that have an end.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Digests { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty.Add(HashAlgorithmName.SHA1.Name!, Date(2012, 8, 1));

    /// <summary>RSA keys shorter than so many bits, each with its end; the first that fits counts.</summary>
    public ImmutableArray<(int Bits, DateTimeOffset End)> ShortRsaKeys { get; init; } =
        [(1024, Date(2000, 1, 1)), (1536, Date(2011, 1, 1)), (2048, Date(2016, 10, 1))];

    /// <summary>The end of a digest; null where it has none.</summary>
    public DateTimeOffset? EndOf(HashAlgorithmName digest) =>
        Digests.TryGetValue(digest.Name ?? "", out var end) ? end : null;

    /// <summary>The end of a key's length; null where it has none.</summary>
    public DateTimeOffset? EndOf(SubjectPublicKeyInfo key) => RowOf(key)?.End;

    /// <summary>The row that ends a certificate first, as it stands in a file: a digest, or RSA keys shorter than so many bits.</summary>
    public string? NameOfRow(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return NameOfRow(certificate.SignatureAlgorithm, certificate.PublicKey);
    }

    /// <summary>The row that ends a key; null where none does.</summary>
    public string? NameOfRow(SubjectPublicKeyInfo key) => RowOf(key) is { } row ? NameOf(row.Bits) : null;

    /// <summary>The end of a certificate: of its key, or of the algorithm that its issuer signed it with.</summary>
    public DateTimeOffset? EndOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var signature = SignatureAlgorithm.TryResolve(certificate.SignatureAlgorithm, null, out var algorithm)
            ? EndOf(algorithm.Digest)
            : null;
        return Earlier(signature, EndOf(certificate.PublicKey));
    }

    /// <summary>The end of a signature: of its algorithm, or of the key that made it.</summary>
    public DateTimeOffset? EndOf(AlgorithmIdentifier signature, SubjectPublicKeyInfo signer) => Earlier(
        SignatureAlgorithm.TryResolve(signature, null, out var algorithm) ? EndOf(algorithm.Digest) : null, EndOf(signer));

    /// <summary>Why revocation data that exists since a time clears nobody; null where its signature could be relied on.</summary>
    public string? RefuseData(AlgorithmIdentifier signature, SubjectPublicKeyInfo signer, DateTimeOffset time)
    {
        return EndOf(signature, signer) is { } end && end <= time
            ? $"Revocation data rests on algorithms that could be relied on until {end:yyyy-MM-dd} only ({NameOfRow(signature, signer)})."
            : null;
    }

    private string? NameOfRow(AlgorithmIdentifier signature, SubjectPublicKeyInfo key)
    {
        var digest = SignatureAlgorithm.TryResolve(signature, null, out var algorithm) ? algorithm.Digest : default;
        var row = RowOf(key);
        return EndOf(digest) is { } end && !(row?.End < end) ? digest.Name : row is { } known ? NameOf(known.Bits) : null;
    }

    private (int Bits, DateTimeOffset End)? RowOf(SubjectPublicKeyInfo key)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var row in key.Kind is KeyKind.Rsa or KeyKind.RsaPss ? ShortRsaKeys : [])
        {
            if (key.Bits < row.Bits)
            {
                return row;
            }
        }

        return null;
    }

    private static string NameOf(int bits) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"RSA < {bits}");

    internal static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is { } first && other is { } second ? (first < second ? first : second) : one ?? other;

    private static DateTimeOffset Date(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
