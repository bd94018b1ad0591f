using System.Globalization;
using System.Runtime.InteropServices;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>A certificate under its issuer and anchor, as memories and caches know it: digests, no names.</summary>
public readonly record struct RevocationKey(UInt128 Subject, IssuerKey Issuer)
{
    public static RevocationKey Of(RevocationInquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        return new RevocationKey(Digest(inquiry.Subject), IssuerKey.Of(inquiry));
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out RevocationKey key)
    {
        key = default;
        if (text?.Split(':') is not [{ Length: 64 } issuer, { Length: 32 } subject]
            || !UInt128.TryParse(issuer.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, null, out var high)
            || !UInt128.TryParse(issuer.AsSpan(32), NumberStyles.AllowHexSpecifier, null, out var low)
            || !UInt128.TryParse(subject, NumberStyles.AllowHexSpecifier, null, out var own))
        {
            return false;
        }

        key = new RevocationKey(own, new IssuerKey(high, low));
        return true;
    }

    /// <summary>Hexadecimal: issuer and anchor, then the subject.</summary>
    public override string ToString() => $"{Issuer}:{Subject:x32}";

    internal static UInt128 Digest(Certificate certificate) =>
        MemoryMarshal.Read<UInt128>(certificate.Thumbprint);
}

/// <summary>An issuer under an anchor.</summary>
public readonly record struct IssuerKey(UInt128 Issuer, UInt128 Anchor)
{
    public static IssuerKey Of(RevocationInquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        return new IssuerKey(
            RevocationKey.Digest(inquiry.Issuer), RevocationKey.Digest(inquiry.Anchor.Certificate));
    }

    public override string ToString() => $"{Issuer:x32}{Anchor:x32}";
}
