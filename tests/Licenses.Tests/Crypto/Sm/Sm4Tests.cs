using System.Security.Cryptography;
using Licenses.Crypto.Sm;

namespace Licenses.Tests.Crypto.Sm;

public sealed class Sm4Tests
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Fact]
    public void The_standard_s_example_comes_out()
    {
        byte[] encrypted = Sm4.EncryptBlocks(Key, Key);

        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(encrypted));
        Assert.Equal(Key, Sm4.DecryptBlocks(Key, encrypted));
    }

    [Fact]
    public void The_standard_s_million_rounds_come_out()
    {
        byte[] block = Key;
        for (int i = 0; i < 1_000_000; i++)
        {
            block = Sm4.EncryptBlocks(Key, block);
        }

        Assert.Equal("595298c7c6fd271f0402f804c33d3f66", Convert.ToHexStringLower(block));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void CBC_is_what_openssl_makes(int length)
    {
        byte[] vector = RandomNumberGenerator.GetBytes(16);
        byte[] text = RandomNumberGenerator.GetBytes(length);
        byte[] encrypted = Sm4.EncryptCbc(Key, vector, text);

        var (exitCode, output) = ForeignTool.Run(
            "openssl", new Dictionary<string, byte[]> { ["text"] = text },
            "enc", "-sm4-cbc", "-K", Convert.ToHexString(Key), "-iv", Convert.ToHexString(vector), "-in", "text", "-a", "-A");

        Assert.Equal(0, exitCode);
        Assert.Equal(Convert.ToBase64String(encrypted), output.Trim());
        Assert.Equal(text, Sm4.TryDecryptCbc(Key, vector, encrypted));
        Assert.Null(Sm4.TryDecryptCbc(Key, vector, encrypted[..^1]));
    }
}
