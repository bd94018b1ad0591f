using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Images;

/// <summary>An uncompressed Windows bitmap of 24 or 32 bits per pixel.</summary>
internal sealed class BmpImage : RasterImage
{
    private BmpImage(Samples samples)
        : base(samples)
    {
    }

    public static new BmpImage Parse(ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        if (bytes.Length < 54)
        {
            throw Damaged("the header is cut", bytes.Length);
        }

        long pixels = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
        int width = BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        long rawHeight = BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        uint compression = BinaryPrimitives.ReadUInt32LittleEndian(bytes[30..]);
        long height = Math.Abs(rawHeight);
        if (bits is not (24 or 32) || compression is not (0 or 3) || width is < 1 or > 8192 || height is < 1 or > 8192)
        {
            throw new ImageFormatException("Only uncompressed bitmaps of 24 or 32 bits per pixel are embedded", 18);
        }

        long stride = (width * (bits / 8) + 3) / 4 * 4;
        if (pixels > bytes.Length || stride * height > bytes.Length - pixels)
        {
            throw Damaged("pixels are missing", bytes.Length);
        }

        return new BmpImage(new Samples(
            width, (int)height, false, Colors(bytes[(int)pixels..], width, (int)height, bits / 8, rawHeight > 0), null));
    }

    // Rows stand bottom first unless the height is negative; pixels are blue, green, red.
    private static byte[] Colors(ReadOnlySpan<byte> pixels, int width, int height, int size, bool bottomFirst)
    {
        int stride = (width * size + 3) / 4 * 4;
        var colors = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            var row = pixels.Slice(stride * (bottomFirst ? height - 1 - y : y), width * size);
            for (int x = 0; x < width; x++)
            {
                int target = 3 * (y * width + x);
                colors[target] = row[x * size + 2];
                colors[target + 1] = row[x * size + 1];
                colors[target + 2] = row[x * size];
            }
        }

        return colors;
    }
}
