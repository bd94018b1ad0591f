using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Licenses.Crypto.Sm;

/// <summary>The SM4 cipher (GB/T 32907-2016) through BouncyCastle: 16-byte keys and blocks.</summary>
public static class Sm4
{
    public const int BlockLength = 16;

    /// <summary>One block or several, each by itself: for key wrapping and known answers, never for messages.</summary>
    public static byte[] EncryptBlocks(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks) => Transform(key, blocks, true);

    public static byte[] DecryptBlocks(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks) => Transform(key, blocks, false);

    /// <summary>CBC with PKCS #7 padding.</summary>
    public static byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector, ReadOnlySpan<byte> text)
    {
        var cipher = Cbc(key, vector, true);
        return cipher.DoFinal(text.ToArray());
    }

    /// <summary>CBC with PKCS #7 padding; null where the padding is not sound.</summary>
    public static byte[]? TryDecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector, ReadOnlySpan<byte> encrypted)
    {
        try
        {
            return Cbc(key, vector, false).DoFinal(encrypted.ToArray());
        }
        catch (CryptoException)
        {
            return null;
        }
    }

    private static PaddedBufferedBlockCipher Cbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector, bool isEncryption)
    {
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new SM4Engine()), new Pkcs7Padding());
        cipher.Init(isEncryption, new ParametersWithIV(new KeyParameter(key.ToArray()), vector.ToArray()));
        return cipher;
    }

    private static byte[] Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks, bool isEncryption)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(blocks.Length % BlockLength, 0);
        var engine = new SM4Engine();
        engine.Init(isEncryption, new KeyParameter(key.ToArray()));
        byte[] input = blocks.ToArray();
        byte[] output = new byte[input.Length];
        for (int at = 0; at < input.Length; at += BlockLength)
        {
            engine.ProcessBlock(input, at, output, at);
        }

        return output;
    }
}
