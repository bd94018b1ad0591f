using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Hashing;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Org.BouncyCastle.Crypto.Digests;

namespace Licenses.Tests.Crypto.Sm;

public sealed class Sm3Tests
{
    [Theory]
    [InlineData("", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void The_standard_s_examples_come_out(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Sm3.HashData(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Every_length_around_a_block_agrees_with_BouncyCastle_at_once_and_in_pieces()
    {
        byte[] data = RandomNumberGenerator.GetBytes(300);
        for (int length = 0; length <= data.Length; length++)
        {
            byte[] expected = Reference(data.AsSpan(0, length));
            Assert.Equal(expected, Sm3.HashData(data.AsSpan(0, length)));

            var stream = new Sm3();
            stream.Append(data.AsSpan(0, length / 3));
            var fork = stream.Fork();
            foreach (byte one in data.AsSpan(length / 3, length - (length / 3)))
            {
                stream.Append([one]);
            }

            fork.Append(data.AsSpan(length / 3, length - (length / 3)));
            Assert.Equal(expected, stream.FinishAndReset());
            Assert.Equal(expected, fork.FinishAndReset());
            Assert.Equal(Reference([]), stream.FinishAndReset());
        }
    }

    [Fact]
    public void A_million_bytes_agree_with_openssl()
    {
        byte[] data = RandomNumberGenerator.GetBytes(1_000_000);

        var (exitCode, output) = ForeignTool.Run(
            "openssl", new Dictionary<string, byte[]> { ["data"] = data }, "dgst", "-sm3", "-r", "data");

        Assert.Equal(0, exitCode);
        Assert.StartsWith(Convert.ToHexStringLower(Sm3.HashData(data)), output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_hash_by_name_may_begin_with_a_prefix()
    {
        byte[] prefix = RandomNumberGenerator.GetBytes(32);
        byte[] text = RandomNumberGenerator.GetBytes(1000);
        using var hash = RunningHash.TryCreate(DigestAlgorithms.Sm3After(prefix))!;
        hash.Append(text);

        Assert.Equal(Reference([.. prefix, .. text]), hash.Finish());
        Assert.Equal(Reference([.. prefix, .. text]), DigestAlgorithms.TryHash(DigestAlgorithms.Sm3After(prefix), text));
        Assert.Equal(Reference(text), DigestAlgorithms.TryHash(DigestAlgorithms.Find("1.2.156.10197.1.401")!.Value, text));
    }

    private static byte[] Reference(ReadOnlySpan<byte> data)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(data.ToArray(), 0, data.Length);
        byte[] value = new byte[32];
        digest.DoFinal(value, 0);
        return value;
    }
}
