using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Licenses.Crypto.X509;
using Microsoft.Win32.SafeHandles;

namespace Licenses.Crypto.Sm;

/// <summary>A private key inside libcrypto 3, the library that .NET itself uses on Linux.</summary>
internal sealed class LibcryptoSm2Key : Sm2PrivateKey
{
    private const string Library = "libcrypto.so.3";
    private const int LongestKey = 1024;

    private static readonly Lazy<bool> Support = new(Probe);

    private readonly KeyHandle _key;

    private LibcryptoSm2Key(KeyHandle key, Sm2PublicKey publicKey)
        : base(publicKey) => _key = key;

    /// <summary>Whether the library is there and knows SM2; some distributions build it without.</summary>
    public static bool IsSupported => Support.Value;

    public static LibcryptoSm2Key Import(byte[] pkcs8)
    {
        var key = Load(pkcs8);
        try
        {
            return new LibcryptoSm2Key(key, PublicHalf(key));
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }

    protected override byte[] Compute(ReadOnlySpan<byte> digest)
    {
        using var context = EVP_PKEY_CTX_new(_key, 0);
        Check(!context.IsInvalid && EVP_PKEY_sign_init(context) == 1, "prepare the signature");
        byte[] value = new byte[LargestSignature];
        nuint length = (nuint)value.Length;

        // The provider's SM2 signs what it is given: e itself, no digest of it.
        Check(
            EVP_PKEY_sign(context, value, ref length, digest.ToArray(), (nuint)digest.Length) == 1, "sign");
        return value[..(int)length];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _key.Dispose();
        }
    }

    private static bool Probe()
    {
        byte[] pkcs8 = GeneratePkcs8();
        try
        {
            using var key = Load(pkcs8);
            using var context = EVP_PKEY_CTX_new(key, 0);
            return !context.IsInvalid && EVP_PKEY_sign_init(context) == 1 && EVP_PKEY_is_a(key, "SM2") == 1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or CryptographicException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static KeyHandle Load(byte[] pkcs8)
    {
        var pin = GCHandle.Alloc(pkcs8, GCHandleType.Pinned);
        try
        {
            nint at = pin.AddrOfPinnedObject();
            var key = d2i_AutoPrivateKey(0, ref at, pkcs8.Length);
            Check(!key.IsInvalid, "read the private key");
            return key;
        }
        finally
        {
            pin.Free();
        }
    }

    private static Sm2PublicKey PublicHalf(KeyHandle key)
    {
        byte[] encoded = new byte[LongestKey];
        var pin = GCHandle.Alloc(encoded, GCHandleType.Pinned);
        try
        {
            Check(i2d_PUBKEY(key, 0) is > 0 and <= LongestKey, "compute the public key");
            nint at = pin.AddrOfPinnedObject();
            int length = i2d_PUBKEY(key, ref at);
            return Sm2PublicKey.TryDecode(SubjectPublicKeyInfo.Decode(encoded.AsMemory(0, length)).Key.Span, out var half)
                ? half
                : throw new CryptographicException("libcrypto gave a public key that is not on the curve.");
        }
        finally
        {
            pin.Free();
        }
    }

    private static void Check(bool succeeded, string what)
    {
        if (!succeeded)
        {
            throw new CryptographicException($"libcrypto could not {what} (error {ERR_get_error():X}).");
        }
    }

    private sealed class KeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
    {
        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    private sealed class ContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
    {
        protected override bool ReleaseHandle()
        {
            EVP_PKEY_CTX_free(handle);
            return true;
        }
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern KeyHandle d2i_AutoPrivateKey(nint reuse, ref nint at, long length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int i2d_PUBKEY(KeyHandle key, nint nowhere);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int i2d_PUBKEY(KeyHandle key, ref nint at);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_is_a(KeyHandle key, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern ContextHandle EVP_PKEY_CTX_new(KeyHandle key, nint engine);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_CTX_free(nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_sign_init(ContextHandle context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_sign(
        ContextHandle context, byte[] value, ref nuint valueLength, byte[] digest, nuint digestLength);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern ulong ERR_get_error();
}
