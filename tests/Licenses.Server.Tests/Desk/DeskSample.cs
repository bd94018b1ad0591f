using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Licenses.Crypto.Signatures;
using Licenses.Testing.SamplePki;
using Licenses.V1;

namespace Licenses.Server.Tests.Desk;

/// <summary>What the tests of the desk ask for.</summary>
internal static class DeskSample
{
    public const string Svg =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle cx="21" cy="21" r="20" fill="none" stroke="#c00"/><text x="21" y="24" text-anchor="middle">样例</text></svg>""";

    public static Pkcs12SealKey Key(string name) =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.NationalSealPath(name)), SampleCertificates.Password);

    public static MakeSealRequest Make(string requestId, string signer = "sm2-police") => new()
    {
        RequestId = requestId,
        Reason = "新设",
        Draft = new SealDraft
        {
            Name = "样例市公安局电子印章",
            Kind = V1.SealKind.Official,
            Picture = new SealPicture
            {
                Kind = SealPictureKind.Svg, Data = ByteString.CopyFromUtf8(Svg), WidthMm = 42, HeightMm = 42,
            },
            ValidUntil = DateTimeOffset.UtcNow.AddYears(1).ToTimestamp(),
            Signers = { CertificateOf(signer) },
        },
    };

    public static ByteString CertificateOf(string name)
    {
        using var key = Key(name);
        return ByteString.CopyFrom(key.Certificate.Encoded.Span);
    }

    public static SealDecision Decide(string requestId, SealRecord seen, string reason = "同意") => new()
    {
        RequestId = requestId, SealId = seen.SealId, ExpectedRevision = seen.Revision, Reason = reason,
    };

    public static ChangeSealStateRequest Change(string requestId, string sealId, SealAction action) => new()
    {
        RequestId = requestId, SealId = sealId, Action = action, Reason = "测试",
    };

    /// <summary>A grey PNG.</summary>
    public static byte[] Png(int width, int height, Func<string, byte[], byte[]>? change = null)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(new byte[(width + 1) * height]);
        }

        WriteChunk(file, "IHDR", [.. BigEndian(width), .. BigEndian(height), 8, 0, 0, 0, 0], change);
        WriteChunk(file, "IDAT", pixels.ToArray(), change);
        WriteChunk(file, "IEND", [], change);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string name, byte[] content, Func<string, byte[], byte[]>? change)
    {
        content = change is null ? content : change(name, content);
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        file.Write([.. BigEndian(content.Length), .. named, .. BigEndian(Crc(named))]);
    }

    private static byte[] BigEndian(long value)
    {
        byte[] bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
