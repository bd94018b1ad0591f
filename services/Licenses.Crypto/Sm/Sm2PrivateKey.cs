using System.Security.Cryptography;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A private key, used through libcrypto 3 where the platform has it and through BouncyCastle else: both compute with
/// secrets as they should, which our own arithmetic does not. A key object may be used by several threads.
/// </summary>
public abstract class Sm2PrivateKey : IDisposable
{
    /// <summary>The longest signature: two integers of 33 bytes with their headers, and the sequence's.</summary>
    public const int LargestSignature = 72;

    /// <summary>n − 2, the highest private key (GB/T 32918.1-2016, 6.1).</summary>
    private static readonly byte[] Highest =
        Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54121");

    private protected Sm2PrivateKey(Sm2PublicKey publicKey) => PublicKey = publicKey;

    public Sm2PublicKey PublicKey { get; }

    /// <summary>Whether libcrypto 3 with SM2 is at hand; BouncyCastle serves where it is not.</summary>
    public static bool HasLibcrypto => LibcryptoSm2Key.IsSupported;

    /// <summary>Takes up a key from its PKCS#8 form: id-ecPublicKey or the SM2 number itself as algorithm.</summary>
    /// <exception cref="CryptographicException">The bytes are not an SM2 key.</exception>
    public static Sm2PrivateKey ImportPkcs8(ReadOnlySpan<byte> encoded)
    {
        byte[] normal = Sm2PrivateKeyInfo.Normalize(encoded);
        try
        {
            return HasLibcrypto ? LibcryptoSm2Key.Import(normal) : BouncyCastleSm2Key.Import(normal);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(normal);
        }
    }

    /// <summary>A new key in its PKCS#8 form. The caller wipes it.</summary>
    public static byte[] GeneratePkcs8()
    {
        byte[] scalar = GC.AllocateUninitializedArray<byte>(Scalar.Length, pinned: true);
        try
        {
            do
            {
                RandomNumberGenerator.Fill(scalar);
            }
            while (!scalar.AsSpan().ContainsAnyExcept((byte)0) || scalar.AsSpan().SequenceCompareTo(Highest) > 0);

            return Sm2PrivateKeyInfo.Encode(scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Signs a text: e = SM3(Z ‖ text), the value in DER.</summary>
    public byte[] Sign(ReadOnlySpan<byte> userId, ReadOnlySpan<byte> text) =>
        SignDigest(Sm2Identity.Digest(PublicKey.Identity(userId), text));

    /// <summary>Signs e = SM3(Z ‖ text), computed by the caller. The value is verified before it is given out.</summary>
    /// <exception cref="CryptographicException">The library failed, or gave a value that does not verify.</exception>
    public byte[] SignDigest(ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, Sm3.DigestLength);
        byte[] value = Compute(digest);

        // A fault while signing can give the key away; a signature that verifies cannot have been touched.
        return Sm2Signature.TryDecode(value, out var signature, out var form) && form == Sm2SignatureForm.Der
            && Sm2Verifier.VerifyDigest(PublicKey, digest, signature)
            ? value
            : throw new CryptographicException("The signature does not verify with the key's own public half.");
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract byte[] Compute(ReadOnlySpan<byte> digest);

    protected virtual void Dispose(bool disposing)
    {
    }
}
