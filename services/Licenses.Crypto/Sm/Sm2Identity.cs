using System.Buffers.Binary;

namespace Licenses.Crypto.Sm;

/// <summary>
/// The signer's identity Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ xG ‖ yG ‖ xA ‖ yA) that stands before every text that SM2 signs
/// (GB/T 32918.2-2016, 5.5).
/// </summary>
public static class Sm2Identity
{
    private const int LongestUserId = ushort.MaxValue / 8;

    // a, b, xG, yG of GB/T 32918.5-2017.
    private static readonly byte[] Curve = Convert.FromHexString(
        "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"
        + "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"
        + "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
        + "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0");

    /// <summary>Who a signer is where nobody agreed on a name (GM/T 0009-2012, clause 10).</summary>
    public static ReadOnlySpan<byte> DefaultUserId => "1234567812345678"u8;

    /// <summary>Z for a public key.</summary>
    /// <param name="point">The key as 04|X|Y.</param>
    /// <param name="userId">The signer's ID, at most 8191 bytes.</param>
    public static byte[] Compute(ReadOnlySpan<byte> point, ReadOnlySpan<byte> userId)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(point.Length, AffinePoint.EncodedLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(userId.Length, LongestUserId);
        byte[] text = new byte[2 + userId.Length + Curve.Length + point.Length - 1];
        BinaryPrimitives.WriteUInt16BigEndian(text, (ushort)(8 * userId.Length));
        userId.CopyTo(text.AsSpan(2));
        Curve.CopyTo(text.AsSpan(2 + userId.Length));
        point[1..].CopyTo(text.AsSpan(2 + userId.Length + Curve.Length));
        return Sm3.HashData(text);
    }

    /// <summary>e = SM3(Z ‖ text): what is signed.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> text)
    {
        var hash = new Sm3();
        hash.Append(identity);
        hash.Append(text);
        return hash.FinishAndReset();
    }
}
