using System.IO.Compression;

namespace Licenses.Pdf.Composing;

/// <summary>Compresses for the FlateDecode filter (ISO 32000-2, 7.4.4).</summary>
internal static class Deflater
{
    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> data, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var target = new MemoryStream(data.Length * 3 / 4 + 64);
        using (var deflate = new ZLibStream(target, level, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
