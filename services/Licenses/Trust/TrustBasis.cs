using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.X509;
using Licenses.Verification;

namespace Licenses.Trust;

/// <summary>
/// A fingerprint of what facts are judged by: anchors with purposes and periods (a trust list's too), and the table of
/// algorithms. A fact that was judged by something else is none.
/// </summary>
public static class TrustBasis
{
    public static UInt128 Of(AnchorSet anchors, AlgorithmTable algorithms)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(algorithms);
        var lines = anchors.All
            .Select(anchor => string.Create(
                CultureInfo.InvariantCulture,
                $"{Convert.ToHexString(anchor.Certificate.Thumbprint)} {(long)anchor.Purposes} {anchor.Start.UtcTicks} {anchor.End.UtcTicks}"))
            .Concat(algorithms.Digests.Select(digest => string.Create(
                CultureInfo.InvariantCulture, $"{digest.Key} {digest.Value.UtcTicks}")))
            .Concat(algorithms.Schemes.Select(scheme => string.Create(
                CultureInfo.InvariantCulture, $"scheme {scheme.Key} {scheme.Value.UtcTicks}")))
            .Concat(algorithms.ShortRsaKeys.Select(key => string.Create(
                CultureInfo.InvariantCulture, $"RSA {key.Bits} {key.End.UtcTicks}")))
            .Order(StringComparer.Ordinal);
        return MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
