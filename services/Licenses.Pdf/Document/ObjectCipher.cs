using System.Buffers.Binary;
using System.Security.Cryptography;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Applies a file's ciphers to one string or stream, with the key of the object that holds it (ISO 32000-2, 7.6.3).</summary>
internal sealed class ObjectCipher(byte[] fileKey)
{
    private const int BlockLength = 16;

    /// <param name="method">How the data is encrypted.</param>
    /// <param name="data">As it stands in the file.</param>
    /// <param name="owner">The indirect object that it belongs to.</param>
    /// <param name="place">Where it begins, for complaints.</param>
    public ReadOnlyMemory<byte> Decrypt(CipherMethod method, ReadOnlyMemory<byte> data, PdfReference owner, long place) =>
        method switch
        {
            CipherMethod.None => data,
            CipherMethod.Rc4 => Rc4.Apply(KeyOf(owner, isAes: false), data.Span),
            _ => DecryptAes(AesKeyOf(method, owner), data.Span, place),
        };

    /// <summary>The same in the other direction; AES gets a new random initialisation vector each time.</summary>
    public ReadOnlyMemory<byte> Encrypt(CipherMethod method, ReadOnlyMemory<byte> data, PdfReference owner) => method switch
    {
        CipherMethod.None => data,
        CipherMethod.Rc4 => Rc4.Apply(KeyOf(owner, isAes: false), data.Span),
        _ => EncryptAes(AesKeyOf(method, owner), data.Span),
    };

    private static byte[] DecryptAes(byte[] key, ReadOnlySpan<byte> data, long place)
    {
        if (data.Length < 2 * BlockLength || data.Length % BlockLength != 0)
        {
            return data.Length <= BlockLength
                ? []
                : throw new PdfFormatException("Encrypted data is not a whole number of blocks.", place);
        }

        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(data[BlockLength..], data[..BlockLength]);
        }
        catch (CryptographicException)
        {
            throw new PdfFormatException("Encrypted data cannot be decrypted.", place);
        }
    }

    private static byte[] EncryptAes(byte[] key, ReadOnlySpan<byte> data)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var encrypted = new byte[BlockLength + aes.GetCiphertextLengthCbc(data.Length)];
        RandomNumberGenerator.Fill(encrypted.AsSpan(0, BlockLength));
        aes.EncryptCbc(data, encrypted.AsSpan(0, BlockLength), encrypted.AsSpan(BlockLength));
        return encrypted;
    }

    private byte[] AesKeyOf(CipherMethod method, PdfReference owner) =>
        method == CipherMethod.Aes256 ? fileKey : KeyOf(owner, isAes: true);

    // Algorithm 1: the file's key, the low bytes of number and generation, and for AES four letters.
    private byte[] KeyOf(PdfReference owner, bool isAes)
    {
        Span<byte> number = stackalloc byte[4];
        Span<byte> generation = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, owner.Number);
        BinaryPrimitives.WriteInt32LittleEndian(generation, owner.Generation);
        ReadOnlySpan<byte> salt = isAes ? "sAlT"u8 : [];
        byte[] key = MD5.HashData([.. fileKey, .. number[..3], .. generation[..2], .. salt]);
        return key[..Math.Min(16, fileKey.Length + 5)];
    }
}
