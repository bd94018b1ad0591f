using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Compression;

namespace Licenses.Server.Tests.Grpc;

/// <summary>A compressed message counts only as a whole; the compressors of .NET are the oracle of what a whole one is.</summary>
public sealed class WholeCompressionTests
{
    private static readonly Marshaller<byte[]> Bytes = new(bytes => bytes, bytes => bytes);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public void Any_message_survives_compression(string encoding) =>
        Prop.ForAll<int>(seed => Message(seed).AsSpan().SequenceEqual(Read(encoding, Compress(encoding, Message(seed)))))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("gzip", 3)]
    [InlineData("gzip", 30_000)]
    [InlineData("deflate", 0)]
    [InlineData("deflate", 3)]
    [InlineData("deflate", 30_000)]
    public void A_message_cut_anywhere_is_internal(string encoding, int size)
    {
        var whole = Compress(encoding, size == 0 ? [] : Message(size)[..size], flushAt: size / 2);

        for (int length = 1; length < whole.Length; length += length < 100 || length > whole.Length - 100 ? 1 : 997)
        {
            Assert.Equal(StatusCode.Internal, Refusal(encoding, whole[..length]));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public void A_message_with_bytes_behind_or_before_its_checksum_is_internal(string encoding)
    {
        var whole = Compress(encoding, Message(77));
        int trailer = encoding == "gzip" ? 8 : 4;

        Assert.Equal(StatusCode.Internal, Refusal(encoding, [.. whole, 0]));
        Assert.Equal(StatusCode.Internal, Refusal(encoding, [.. whole, .. "garbage!"u8]));
        Assert.Equal(StatusCode.Internal, Refusal(encoding, [.. whole, .. whole[^trailer..]]));
        Assert.Equal(StatusCode.Internal, Refusal(encoding, [.. whole[..^trailer], 0, .. whole[^trailer..]]));
        for (int index = 1; index <= trailer; index++)
        {
            var wrong = whole.ToArray();
            wrong[^index] ^= 1;
            Assert.Equal(StatusCode.Internal, Refusal(encoding, wrong));
        }
    }

    [Fact]
    public void A_gzip_header_may_hold_all_its_optional_parts()
    {
        var message = Message(5);
        var body = Compress("gzip", message)[10..];
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, .. "name\0comment\0"u8];
        uint checksum = Crc32.Append(0, header);

        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8)); // the check value of the CRC catalogues
        Assert.Equal(message, Read("gzip", [.. header, (byte)(checksum & 0xFF), (byte)((checksum >> 8) & 0xFF), .. body]));
        Assert.Equal(StatusCode.Internal, Refusal("gzip", [.. header, (byte)(~checksum & 0xFF), (byte)((checksum >> 8) & 0xFF), .. body]));
    }

    [Fact]
    public void A_message_that_wants_a_dictionary_is_internal()
    {
        byte[] wants = [0x78, 0xBB, 0x17, 0xF5, 0x04, 0x6B, .. Compress("deflate", Message(3))[2..]]; // FDICT (RFC 1950, 2.2)

        Assert.Equal(StatusCode.Internal, Refusal("deflate", wants));
    }

    private static byte[] Message(int seed)
    {
        var chance = new System.Random(seed);
        var message = new byte[1 + Math.Max(chance.Next(60_000), Math.Min(Math.Abs((long)seed), 40_000))];
        chance.NextBytes(message.AsSpan(0, message.Length / 2)); // the other half is easy to compress
        return message;
    }

    private static byte[] Compress(string encoding, byte[] message, int flushAt = 0)
    {
        using var output = new MemoryStream();
        using (Stream compressor = encoding == "gzip"
            ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true)
            : new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            compressor.Write(message.AsSpan(0, flushAt));
            compressor.Flush();
            compressor.Write(message.AsSpan(flushAt));
        }

        return output.ToArray();
    }

    private static byte[] Read(string encoding, byte[] compressed)
    {
        var frame = new byte[5 + compressed.Length];
        frame[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), compressed.Length);
        compressed.CopyTo(frame, 5);
        var reader = new MessageReader { Encoding = encoding }.Open(PipeReader.Create(new MemoryStream(frame)), null);
        return reader.ReadAsync(Bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult()!;
    }

    private static StatusCode Refusal(string encoding, byte[] compressed) =>
        Assert.Throws<RpcException>(() => Read(encoding, compressed)).StatusCode;
}
