using System.Numerics;

namespace Licenses.Crypto.X509;

/// <summary>
/// Which Edwards keys are none: points of small order, for which a signature over any text can be made without a
/// private key. Libraries accept them; no honest generator makes them.
/// </summary>
internal static class EdwardsKeys
{
    private static readonly BigInteger Field25519 = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Field448 = BigInteger.Pow(2, 448) - BigInteger.Pow(2, 224) - 1;

    // The y coordinates of the points of order 8 on edwards25519.
    private static readonly BigInteger[] OrderEight =
    [
        Read(Convert.FromHexString("26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05")),
        Read(Convert.FromHexString("C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A")),
    ];

    /// <summary>Whether an encoded key has small order. The sign of x stands in the last bit and does not matter.</summary>
    public static bool HasSmallOrder(ReadOnlySpan<byte> encoded)
    {
        Span<byte> withoutSign = stackalloc byte[encoded.Length];
        encoded.CopyTo(withoutSign);
        withoutSign[^1] &= 0x7F;
        var field = encoded.Length == 32 ? Field25519 : Field448;
        var y = Read(withoutSign) % field; // libraries differ on encodings above the field; all are the same point
        return y.IsZero || y.IsOne || y == field - 1 || (encoded.Length == 32 && OrderEight.Contains(y));
    }

    private static BigInteger Read(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);
}
