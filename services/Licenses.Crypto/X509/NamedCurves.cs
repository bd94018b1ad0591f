namespace Licenses.Crypto.X509;

/// <summary>
/// The curves that may reach a cryptographic library. Everything else stops here, on its encoded bytes: a binary-field
/// curve in a certificate can occupy BouncyCastle 1.8.10 for minutes (CVE-2024-29857).
/// </summary>
internal static class NamedCurves
{
    public const string Sm2 = "1.2.156.10197.1.301";

    private static readonly Dictionary<string, int> FieldBits = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = 256, // P-256
        ["1.3.132.0.34"] = 384, // P-384
        ["1.3.132.0.35"] = 521, // P-521
        ["1.3.36.3.3.2.8.1.1.7"] = 256, // brainpoolP256r1
        ["1.3.36.3.3.2.8.1.1.8"] = 256, // brainpoolP256t1
        ["1.3.36.3.3.2.8.1.1.9"] = 320, // brainpoolP320r1
        ["1.3.36.3.3.2.8.1.1.10"] = 320, // brainpoolP320t1
        ["1.3.36.3.3.2.8.1.1.11"] = 384, // brainpoolP384r1
        ["1.3.36.3.3.2.8.1.1.12"] = 384, // brainpoolP384t1
        ["1.3.36.3.3.2.8.1.1.13"] = 512, // brainpoolP512r1
        ["1.3.36.3.3.2.8.1.1.14"] = 512, // brainpoolP512t1
        [Sm2] = 256,
    };

    /// <summary>The size of the curve's field in bits, or null where the curve is not one of ours.</summary>
    public static int? BitsOf(string oid) => FieldBits.TryGetValue(oid, out int bits) ? bits : null;

    /// <summary>A point is 04|X|Y or 02/03|X, and as long as its field says.</summary>
    public static bool IsPoint(ReadOnlySpan<byte> encoded, int fieldBits)
    {
        int width = (fieldBits + 7) / 8;
        return encoded.Length > 0 && encoded[0] switch
        {
            4 => encoded.Length == 1 + (2 * width),
            2 or 3 => encoded.Length == 1 + width,
            _ => false,
        };
    }
}
