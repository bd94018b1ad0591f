using System.Runtime.InteropServices;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Signatures;

/// <summary>
/// Ed25519 and Ed448 through libcrypto 3, the library that .NET itself uses on Linux. Where it is not at hand the answer
/// is Unsupported: BouncyCastle 1.8.10 can be made to loop for ever (CVE-2024-30172) and never sees such a key.
/// </summary>
internal static class EdwardsCurve
{
    private const string Library = "libcrypto.so.3";

    public static SignatureCheck Verify(SubjectPublicKeyInfo key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * key.Key.Length)
        {
            return SignatureCheck.Malformed;
        }

        try
        {
            return SignatureCheck.Of(Verify(key, text.ToArray(), signature.ToArray()));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return SignatureCheck.Unsupported(key.Algorithm.Oid);
        }
    }

    private static bool Verify(SubjectPublicKeyInfo key, byte[] text, byte[] signature)
    {
        const int Ed25519 = 1087; // NID_ED25519
        const int Ed448 = 1088; // NID_ED448
        byte[] point = key.Key.ToArray();
        nint publicKey = EVP_PKEY_new_raw_public_key(
            key.Kind == KeyKind.Ed25519 ? Ed25519 : Ed448, 0, point, (nuint)point.Length);
        nint context = publicKey == 0 ? 0 : EVP_MD_CTX_new();
        try
        {
            return context != 0
                && EVP_DigestVerifyInit(context, 0, 0, 0, publicKey) == 1
                && EVP_DigestVerify(context, signature, (nuint)signature.Length, text, (nuint)text.Length) == 1;
        }
        finally
        {
            EVP_MD_CTX_free(context); // both accept null
            EVP_PKEY_free(publicKey);
        }
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestVerify(
        nint context, byte[] signature, nuint signatureLength, byte[] text, nuint textLength);
}
