using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A token's way of signing with an SM2 key.</summary>
/// <param name="Number">The maker's CKM number.</param>
/// <param name="Input">What the mechanism takes.</param>
internal sealed record Sm2Mechanism(nuint Number, TokenSm2Input Input)
{
    private const nuint FirstOfVendors = 0x80000000;
    private const int MostNamed = 16;

    /// <summary>The configured mechanism, if the token has it.</summary>
    /// <param name="token">The token.</param>
    /// <param name="options">The mechanism that its manual names.</param>
    /// <param name="key">The key's name, for the refusal.</param>
    /// <exception cref="KeyLoadException">The token lists no such mechanism.</exception>
    /// <exception cref="Pkcs11Exception">The token does not answer.</exception>
    public static Sm2Mechanism Demand(Pkcs11Token token, TokenSm2Options options, string key)
    {
        var listed = token.Use(session => session.ListMechanisms());
        if (options.TryReadMechanism(out var number) && listed.Contains(number))
        {
            return new Sm2Mechanism(number, options.Input);
        }

        var known = listed.Where(other => other >= FirstOfVendors).Take(MostNamed).Select(other => $"0x{other:X}").ToList();
        throw new KeyLoadException(
            $"Keys: {key} is an SM2 key; PKCS #11 has no common mechanism for these, and the token does not list "
            + $"{options.Mechanism} (Sm2:Mechanism); of its maker's own it lists {(known.Count == 0 ? "none" : string.Join(", ", known))}. "
            + "Its manual names the one that signs with SM2, if any; else use a key file.");
    }

    /// <summary>What C_Sign is given for a text.</summary>
    public byte[] ToSign(Certificate certificate, ReadOnlySpan<byte> text) =>
        Input == TokenSm2Input.Digest && Sm2PublicKey.Find(certificate.PublicKey.Key.Span, out var key)
            ? Sm2Identity.Digest(key.DefaultIdentity, text)
            : text.ToArray();

    /// <summary>The value in DER, from DER or from the r and s that a token gives side by side; what is neither stays as it is.</summary>
    public static byte[] Encode(byte[] value) =>
        Sm2Signature.TryDecode(value, out var signature, out _) ? signature.Encode() : value;
}
