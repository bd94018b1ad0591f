using System.Runtime.InteropServices;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>SM2 verification by others: BouncyCastle's curve arithmetic, and libcrypto.</summary>
internal static class Sm2Oracles
{
    public static readonly ECCurve Curve = CustomNamedCurves.GetByName("sm2p256v1").Curve;
    public static readonly ECPoint Generator = CustomNamedCurves.GetByName("sm2p256v1").G;
    public static readonly BigInteger Order = CustomNamedCurves.GetByName("sm2p256v1").N;

    private static readonly DerObjectIdentifier EcPublicKey = new("1.2.840.10045.2.1");
    private static readonly DerObjectIdentifier Sm2 = new("1.2.156.10197.1.301");

    /// <summary>GB/T 32918.2-2016, 7.1, B1 to B7, written once more with BouncyCastle's numbers.</summary>
    public static bool BouncyCastle(ECPoint key, BigInteger e, BigInteger r, BigInteger s)
    {
        if (r.SignValue < 1 || r.CompareTo(Order) >= 0 || s.SignValue < 1 || s.CompareTo(Order) >= 0)
        {
            return false;
        }

        var t = r.Add(s).Mod(Order);
        if (t.SignValue == 0)
        {
            return false;
        }

        var point = Generator.Multiply(s).Add(key.Multiply(t)).Normalize();
        return !point.IsInfinity && e.Add(point.AffineXCoord.ToBigInteger()).Mod(Order).Equals(r);
    }

    /// <summary>Whether BouncyCastle takes the bytes for a point of the curve, infinity excepted.</summary>
    public static bool BouncyCastleDecodes(byte[] encoded)
    {
        try
        {
            return !Curve.DecodePoint(encoded).IsInfinity;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The key inside libcrypto; null where it refuses the key or does not stand.</summary>
    public static LibcryptoKey? Libcrypto(byte[] point)
    {
        byte[] encoded = new SubjectPublicKeyInfo(new AlgorithmIdentifier(EcPublicKey, Sm2), point).GetDerEncoded();
        var pin = GCHandle.Alloc(encoded, GCHandleType.Pinned);
        try
        {
            nint at = pin.AddrOfPinnedObject();
            nint key = d2i_PUBKEY(0, ref at, encoded.Length);
            return key == 0 ? null : new LibcryptoKey(key);
        }
        catch (DllNotFoundException)
        {
            Assert.Skip("libcrypto.so.3 is not installed here.");
            throw;
        }
        finally
        {
            pin.Free();
        }
    }

    internal sealed class LibcryptoKey(nint key) : IDisposable
    {
        private readonly nint _context = EVP_PKEY_CTX_new(key, 0);

        public bool Verify(byte[] e, byte[] signature)
        {
            Assert.Equal(1, EVP_PKEY_verify_init(_context));
            return EVP_PKEY_verify(_context, signature, (nuint)signature.Length, e, (nuint)e.Length) == 1;
        }

        public void Dispose()
        {
            EVP_PKEY_CTX_free(_context);
            EVP_PKEY_free(key);
        }
    }

    [DllImport("libcrypto.so.3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint d2i_PUBKEY(nint reuse, ref nint at, long length);

    [DllImport("libcrypto.so.3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_PKEY_CTX_new(nint key, nint engine);

    [DllImport("libcrypto.so.3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_CTX_free(nint context);

    [DllImport("libcrypto.so.3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport("libcrypto.so.3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_verify_init(nint context);

    [DllImport("libcrypto.so.3"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_verify(
        nint context, byte[] signature, nuint signatureLength, byte[] digest, nuint digestLength);
}
