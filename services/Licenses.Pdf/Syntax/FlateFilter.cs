using System.IO.Compression;

namespace Licenses.Pdf.Syntax;

/// <summary>FlateDecode (ISO 32000-2, 7.4.4).</summary>
internal static class FlateFilter
{
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> encoded, FilterContext context)
    {
        using var input = new MemoryReader(encoded);
        using var inflate = new ZLibStream(input, CompressionMode.Decompress);
        var output = new byte[Math.Clamp(encoded.Length * 4L, 256, 1 << 20)];
        int count = 0;
        try
        {
            while (true)
            {
                int read = inflate.Read(output, count, output.Length - count);
                if (read == 0)
                {
                    return output.AsMemory(0, count);
                }

                count += read;
                context.Check(count);
                if (count == output.Length)
                {
                    Array.Resize(ref output, (int)Math.Min(output.Length * 2L, context.Limit + 1L));
                }
            }
        }
        catch (InvalidDataException)
        {
            throw context.Broken("Flate");
        }
    }
}
