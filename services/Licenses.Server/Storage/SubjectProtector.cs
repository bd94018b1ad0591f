using System.Security.Cryptography;
using System.Text;

namespace Licenses.Server.Storage;

/// <summary>
/// Encrypts what is personal and makes it findable: AES-256-GCM bound to the place of the value, so that a value cannot
/// be moved to another column or row, and HMAC-SHA-256 over kind and code for look-ups.
/// </summary>
/// <remarks>Sealed form: key id (1) | nonce (12) | tag (16) | ciphertext.</remarks>
internal sealed class SubjectProtector : IDisposable
{
    private const byte KeyId = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + NonceLength + TagLength;

    private readonly byte[] _encryptionKey = GC.AllocateUninitializedArray<byte>(32, pinned: true); // the GC makes no copy
    private readonly byte[] _lookupKey = GC.AllocateUninitializedArray<byte>(32, pinned: true);

    /// <param name="secret">At least 64 random bytes; wiped here.</param>
    public SubjectProtector(byte[] secret)
    {
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _encryptionKey, [], "licenses/personal-data/seal"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, _lookupKey, [], "licenses/personal-data/lookup"u8);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>The keyed hash under which a subject is found; without the key it tells nothing about the code.</summary>
    public byte[] Hash(Subject subject) =>
        HMACSHA256.HashData(_lookupKey, Encoding.UTF8.GetBytes($"{subject.Kind}|{subject.Code}"));

    /// <summary>Encrypts a value for one place, such as "licenses.sealed_holder/1.2.156…".</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string place)
    {
        var output = GC.AllocateUninitializedArray<byte>(HeaderLength + plain.Length);
        output[0] = KeyId;
        var nonce = output.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_encryptionKey, TagLength);
        cipher.Encrypt(
            nonce, plain, output.AsSpan(HeaderLength), output.AsSpan(1 + NonceLength, TagLength), AdditionalData(place));
        return output;
    }

    /// <summary>Decrypts a value of one place; throws <see cref="CryptographicException"/> for anything but its own.</summary>
    public byte[] Open(ReadOnlySpan<byte> sealedValue, string place)
    {
        var plain = GC.AllocateUninitializedArray<byte>(Math.Max(0, sealedValue.Length - HeaderLength));
        Open(sealedValue, plain, place);
        return plain;
    }

    /// <summary>The same without a second array, for whole files: the plain value takes the place of the sealed one.</summary>
    public ReadOnlyMemory<byte> OpenInPlace(byte[] sealedValue, string place)
    {
        var plain = sealedValue.AsMemory(Math.Min(HeaderLength, sealedValue.Length));
        Open(sealedValue, plain.Span, place);
        return plain;
    }

    /// <summary>A key for another purpose, derived from the same secret.</summary>
    public byte[] DeriveKey(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _lookupKey, 32, [], Encoding.UTF8.GetBytes(purpose));

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_encryptionKey);
        CryptographicOperations.ZeroMemory(_lookupKey);
    }

    private void Open(ReadOnlySpan<byte> sealedValue, Span<byte> plain, string place)
    {
        if (sealedValue.Length < HeaderLength || sealedValue[0] != KeyId)
        {
            throw new CryptographicException($"{place}: not sealed under the configured key.");
        }

        using var cipher = new AesGcm(_encryptionKey, TagLength);
        cipher.Decrypt(
            sealedValue.Slice(1, NonceLength),
            sealedValue[HeaderLength..],
            sealedValue.Slice(1 + NonceLength, TagLength),
            plain,
            AdditionalData(place));
    }

    private static byte[] AdditionalData(string place) => Encoding.UTF8.GetBytes(place);
}
