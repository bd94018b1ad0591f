using System.IO.Compression;

namespace Licenses.Pdf.Composing;

/// <summary>Compresses for the FlateDecode filter (ISO 32000-2, 7.4.4).</summary>
internal static class Deflater
{
    // Within 30 bytes of level 6 for what a license is made of, in four fifths of the time.
    private static readonly ZLibCompressionOptions Usual = new() { CompressionLevel = 5 };

    private static readonly ZLibCompressionOptions Smallest = new() { CompressionLevel = 9 };

    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> data) => Compress(data, Usual);

    /// <summary>For what is compressed once and written into many documents.</summary>
    public static ReadOnlyMemory<byte> CompressSmall(ReadOnlySpan<byte> data) => Compress(data, Smallest);

    private static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> data, ZLibCompressionOptions options)
    {
        using var target = new MemoryStream(data.Length * 3 / 4 + 64);
        using (var deflate = new ZLibStream(target, options, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
