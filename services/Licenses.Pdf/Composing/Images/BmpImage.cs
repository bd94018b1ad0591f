using System.Buffers.Binary;
using System.Numerics;

namespace Licenses.Pdf.Composing.Images;

/// <summary>An uncompressed Windows or OS/2 bitmap of 1, 4, 8, 16, 24 or 32 bits per pixel, either way up.</summary>
internal sealed class BmpImage : RasterImage
{
    private BmpImage(Samples samples)
        : base(samples)
    {
    }

    public static new BmpImage Parse(ReadOnlyMemory<byte> data)
    {
        var header = BmpHeader.Read(data.Span);
        var colors = new byte[3 * header.Width * header.Height];
        var alpha = header.Masks.Alpha == 0 ? null : new byte[header.Width * header.Height];
        for (int y = 0; y < header.Height; y++)
        {
            int stored = header.IsTopDown ? y : header.Height - 1 - y;
            var row = data.Span.Slice(header.PixelsAt + stored * header.Stride, header.Stride);
            for (int x = 0; x < header.Width; x++)
            {
                int pixel = y * header.Width + x;
                var (red, green, blue, seen) = Read(data.Span, header, row, x);
                colors[3 * pixel] = red;
                colors[3 * pixel + 1] = green;
                colors[3 * pixel + 2] = blue;
                if (alpha is not null)
                {
                    alpha[pixel] = seen;
                }
            }
        }

        return new BmpImage(new Samples(header.Width, header.Height, false, colors, alpha));
    }

    private static (byte Red, byte Green, byte Blue, byte Alpha) Read(
        ReadOnlySpan<byte> file, BmpHeader header, ReadOnlySpan<byte> row, int x)
    {
        if (header.Bits == 24)
        {
            return (row[3 * x + 2], row[3 * x + 1], row[3 * x], 255);
        }

        if (header.Bits < 16)
        {
            int shift = 8 - header.Bits - x * header.Bits % 8;
            int entry = row[x * header.Bits / 8] >> shift & (1 << header.Bits) - 1;
            int at = header.PaletteAt + entry * header.PaletteEntry;
            return at + 3 <= header.PixelsAt
                ? (file[at + 2], file[at + 1], file[at], (byte)255)
                : throw Damaged("a pixel is outside its palette", at);
        }

        uint value = header.Bits == 16
            ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..])
            : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
        var masks = header.Masks;
        return (Part(value, masks.Red), Part(value, masks.Green), Part(value, masks.Blue), Part(value, masks.Alpha));
    }

    private static byte Part(uint value, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        int shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((value & mask) >> shift) * 255 / (mask >> shift));
    }
}
