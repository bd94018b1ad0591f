using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Sm;

namespace Licenses.Crypto.Signatures;

/// <summary>The digests that may stand in a signature, by OID. MD5 and older are not here: they prove nothing.</summary>
public static class DigestAlgorithms
{
    /// <summary>The digest that Ed448 in CMS prescribes (RFC 8419, 2.3): 64 bytes of SHAKE256.</summary>
    public static readonly HashAlgorithmName Shake256 = new("SHAKE256");

    /// <summary>GB/T 32905-2016: the digest of the national algorithms. .NET does not have it; ours is <see cref="Sm3"/>.</summary>
    public static readonly HashAlgorithmName Sm3Name = new("SM3");

    private const string PrefixedSm3 = "SM3+";

    private static readonly (string Oid, HashAlgorithmName Name, int Length)[] Known =
    [
        (Oids.Sha256, HashAlgorithmName.SHA256, 32),
        (Oids.Sha384, HashAlgorithmName.SHA384, 48),
        (Oids.Sha512, HashAlgorithmName.SHA512, 64),
        (Oids.Sm3, Sm3Name, Sm3.DigestLength),
        (Oids.Sha1, HashAlgorithmName.SHA1, 20),
        (Oids.Sha3_256, HashAlgorithmName.SHA3_256, 32),
        (Oids.Sha3_384, HashAlgorithmName.SHA3_384, 48),
        (Oids.Sha3_512, HashAlgorithmName.SHA3_512, 64),
        (Oids.Shake256, Shake256, 64),
    ];

    /// <summary>The digest that an OID names, or null where we do not know it.</summary>
    public static HashAlgorithmName? Find(string oid)
    {
        if (oid == Oids.Sm3WithoutKey)
        {
            return Sm3Name; // a second number for the same: GM/T 0006 has one for SM3 and one for "SM3 without a key"
        }

        foreach (var known in Known)
        {
            if (known.Oid == oid)
            {
                return known.Name;
            }
        }

        return null;
    }

    public static string OidOf(HashAlgorithmName name) =>
        Known.FirstOrDefault(known => known.Name == name).Oid
        ?? throw new ArgumentException($"{name} is not a digest for signatures.", nameof(name));

    public static int LengthOf(HashAlgorithmName name) =>
        Known.FirstOrDefault(known => known.Name == name).Length;

    /// <summary>Whether two different texts with the same digest can be made today.</summary>
    public static bool IsWeak(HashAlgorithmName name) => name == HashAlgorithmName.SHA1;

    /// <summary>
    /// SM3 over a prefix and then the text, as SM2 wants it (Z ‖ text). A name, so that whoever digests a text that is
    /// too large to hold need not be asked in a second way.
    /// </summary>
    public static HashAlgorithmName Sm3After(ReadOnlySpan<byte> prefix) => new(PrefixedSm3 + Convert.ToHexString(prefix));

    /// <summary>Digests bytes in memory; null where this platform lacks the algorithm (SHA-3 on an old OpenSSL).</summary>
    public static byte[]? TryHash(HashAlgorithmName name, ReadOnlySpan<byte> data) => name.Name switch
    {
        "SHA256" => SHA256.HashData(data),
        "SHA384" => SHA384.HashData(data),
        "SHA512" => SHA512.HashData(data),
        "SHA1" => SHA1.HashData(data),
        "SHA3-256" => SHA3_256.IsSupported ? SHA3_256.HashData(data) : null,
        "SHA3-384" => SHA3_384.IsSupported ? SHA3_384.HashData(data) : null,
        "SHA3-512" => SHA3_512.IsSupported ? SHA3_512.HashData(data) : null,
        "SHAKE256" => System.Security.Cryptography.Shake256.IsSupported
            ? System.Security.Cryptography.Shake256.HashData(data, 64)
            : null,
        _ => TryReadSm3(name, out byte[] prefix) ? Sm2Identity.Digest(prefix, data) : null,
    };

    /// <summary>Whether the name means SM3, and after which prefix.</summary>
    internal static bool TryReadSm3(HashAlgorithmName name, out byte[] prefix)
    {
        prefix = [];
        if (name.Name is not { } text || !text.StartsWith("SM3", StringComparison.Ordinal))
        {
            return false;
        }

        if (text.StartsWith(PrefixedSm3, StringComparison.Ordinal))
        {
            prefix = Convert.FromHexString(text.AsSpan(PrefixedSm3.Length));
            return true;
        }

        return name == Sm3Name;
    }
}
