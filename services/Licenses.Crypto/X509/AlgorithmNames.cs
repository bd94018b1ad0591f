namespace Licenses.Crypto.X509;

/// <summary>What algorithms are called that are seen in old certificates and not supported: an OID alone tells nobody anything.</summary>
internal static class AlgorithmNames
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2 with RSA",
        ["1.2.840.113549.1.1.3"] = "MD4 with RSA",
        ["1.2.840.113549.1.1.4"] = "MD5 with RSA",
        ["1.3.14.3.2.3"] = "MD5 with RSA",
        ["1.2.840.113549.1.1.14"] = "SHA-224 with RSA",
        ["1.2.840.113549.1.1.1"] = "RSA of a length or exponent out of range",
        ["1.2.840.113549.1.1.10"] = "RSASSA-PSS with these parameters",
        ["1.2.840.10040.4.1"] = "DSA",
        ["1.2.840.10040.4.3"] = "DSA with SHA-1",
        ["1.3.14.3.2.27"] = "DSA with SHA-1",
        ["2.16.840.1.101.3.4.3.1"] = "DSA with SHA-224",
        ["2.16.840.1.101.3.4.3.2"] = "DSA with SHA-256",
        ["2.16.840.1.101.3.4.3.3"] = "DSA with SHA-384",
        ["2.16.840.1.101.3.4.3.4"] = "DSA with SHA-512",
        ["1.2.840.10046.2.1"] = "Diffie-Hellman",
        ["1.3.101.110"] = "X25519",
        ["1.3.101.111"] = "X448",
        ["1.2.840.10045.4.3.1"] = "ECDSA with SHA-224",
        ["1.2.840.10045.3.1.1"] = "ECDSA on P-192",
        ["1.3.132.0.33"] = "ECDSA on P-224",
        ["1.3.132.0.10"] = "ECDSA on secp256k1",
        ["1.2.643.2.2.19"] = "GOST R 34.10-2001",
        ["1.2.643.7.1.1.1.1"] = "GOST R 34.10-2012",
        ["1.2.643.7.1.1.1.2"] = "GOST R 34.10-2012",
    };

    public static string Of(string? oid) => oid is null ? "an unknown algorithm"
        : Known.TryGetValue(oid, out string? name) ? $"{name} ({oid})" : $"the algorithm {oid}";
}
