using System.Globalization;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>
/// How a token signs with its SM2 keys. PKCS #11 has no number for SM2, so every maker took one of the vendor-defined ones
/// (from 0x80000000): which, and what it takes, the token's manual says. A signature is tried when the server starts.
/// </summary>
/// <remarks>
/// Tried with a token of our own tests only, whose keys sign in OpenSSL. With no maker's token has been tried: whether its
/// library lists the mechanism, wants a parameter with it (none is given), or asks for the PIN before each signature.
/// </remarks>
internal sealed class TokenSm2Options
{
    private const nuint VendorDefined = 0x80000000;

    /// <summary>
    /// The mechanism's CKM number, in hexadecimal after 0x or in decimal. The default is what several makers call
    /// CKM_SM2_SIGN; others are 0x80008105 (the same, r and s side by side), 0x80008102 (CKM_SM3_SM2_APPID1, takes a text) and
    /// 0x8005000B (CKM_IBM_SM2).
    /// </summary>
    public string Mechanism { get; set; } = "0x80008104";

    /// <summary>What the mechanism takes.</summary>
    public TokenSm2Input Input { get; set; } = TokenSm2Input.Digest;

    /// <summary>Reads the mechanism's number; false for what is none, or is not vendor-defined.</summary>
    public bool TryReadMechanism(out nuint number)
    {
        bool isRead = Mechanism.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? nuint.TryParse(Mechanism.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : nuint.TryParse(Mechanism, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return isRead && number is >= VendorDefined and <= uint.MaxValue;
    }
}

/// <summary>What a token's SM2 mechanism takes.</summary>
internal enum TokenSm2Input
{
    /// <summary>e = SM3(Z ‖ text), 32 bytes, which the server computes.</summary>
    Digest,

    /// <summary>The text: the token computes Z, under the default user ID (GM/T 0009-2012, clause 10), and e itself.</summary>
    Text,
}
