using System.Security.Cryptography;
using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.Signatures;

/// <summary>The digests that may stand in a signature, by OID. MD5 and older are not here: they prove nothing.</summary>
public static class DigestAlgorithms
{
    /// <summary>The digest that Ed448 in CMS prescribes (RFC 8419, 2.3): 64 bytes of SHAKE256.</summary>
    public static readonly HashAlgorithmName Shake256 = new("SHAKE256");

    private static readonly (string Oid, HashAlgorithmName Name, int Length)[] Known =
    [
        (Oids.Sha256, HashAlgorithmName.SHA256, 32),
        (Oids.Sha384, HashAlgorithmName.SHA384, 48),
        (Oids.Sha512, HashAlgorithmName.SHA512, 64),
        (Oids.Sha1, HashAlgorithmName.SHA1, 20),
        (Oids.Sha3_256, HashAlgorithmName.SHA3_256, 32),
        (Oids.Sha3_384, HashAlgorithmName.SHA3_384, 48),
        (Oids.Sha3_512, HashAlgorithmName.SHA3_512, 64),
        (Oids.Shake256, Shake256, 64),
    ];

    /// <summary>The digest that an OID names, or null where we do not know it.</summary>
    public static HashAlgorithmName? Find(string oid)
    {
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
        _ => null,
    };
}
