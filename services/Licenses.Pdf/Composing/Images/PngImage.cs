using System.Buffers.Binary;
using System.IO.Compression;

namespace Licenses.Pdf.Composing.Images;

/// <summary>A PNG (ISO/IEC 15948), not interlaced, 8 bits per sample: grey, RGB or palette, with or without alpha.</summary>
internal sealed class PngImage : RasterImage
{
    private const int Grey = 0;
    private const int Palette = 3;

    private PngImage(Samples samples)
        : base(samples)
    {
    }

    public static new PngImage Parse(ReadOnlyMemory<byte> data)
    {
        var chunks = Chunks.Read(data.Span);
        int channels = chunks.ColorType switch { Grey => 1, 2 => 3, Palette => 1, 4 => 2, 6 => 4, _ => 0 };
        if (channels == 0 || chunks.Depth != 8 || chunks.Interlace != 0
            || chunks.Width is < 1 or > 8192 || chunks.Height is < 1 or > 8192)
        {
            throw new ImageFormatException("Only PNG pictures of 8 bits per sample without interlacing are embedded", 16);
        }

        int stride = checked(channels * chunks.Width);
        var rows = Inflate(chunks.Compressed, checked((stride + 1) * chunks.Height));
        Unfilter(rows, stride, channels);
        return new PngImage(Split(rows, stride, channels, chunks));
    }

    private static byte[] Inflate(byte[] compressed, int expected)
    {
        var rows = new byte[expected];
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            inflate.ReadExactly(rows); // what follows is never produced: no bomb
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw Damaged("its pixels do not decompress", 0);
        }

        return rows;
    }

    // ISO/IEC 15948, 9.2: each row is predicted from its left, upper and upper left neighbours.
    private static void Unfilter(byte[] rows, int stride, int channels)
    {
        for (int row = 0; row < rows.Length; row += stride + 1)
        {
            byte filter = rows[row];
            if (filter > 4)
            {
                throw Damaged("an unknown row filter", row);
            }

            for (int i = 1; i <= stride; i++)
            {
                int left = i > channels ? rows[row + i - channels] : 0;
                int up = row > 0 ? rows[row + i - stride - 1] : 0;
                int upLeft = row > 0 && i > channels ? rows[row + i - stride - 1 - channels] : 0;
                int predicted = filter switch
                {
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, upLeft),
                    _ => 0,
                };
                rows[row + i] = unchecked((byte)(rows[row + i] + predicted));
            }
        }
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        int estimate = left + up - upLeft;
        int toLeft = Math.Abs(estimate - left);
        int toUp = Math.Abs(estimate - up);
        int toUpLeft = Math.Abs(estimate - upLeft);
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }

    private static Samples Split(byte[] rows, int stride, int channels, Chunks chunks)
    {
        bool isGrey = chunks.ColorType is Grey or 4;
        bool hasAlpha = channels is 2 or 4 || (chunks.ColorType == Palette && chunks.Transparency.Length > 0);
        int colors = isGrey ? 1 : 3;
        int pixels = chunks.Width * chunks.Height;
        var color = new byte[pixels * colors];
        var alpha = hasAlpha ? new byte[pixels] : null;
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            int source = pixel / chunks.Width * (stride + 1) + 1 + pixel % chunks.Width * channels;
            if (chunks.ColorType == Palette)
            {
                int entry = rows[source];
                chunks.PaletteEntry(entry).CopyTo(color.AsSpan(pixel * 3));
                if (alpha is not null)
                {
                    alpha[pixel] = entry < chunks.Transparency.Length ? chunks.Transparency[entry] : (byte)255;
                }
            }
            else
            {
                rows.AsSpan(source, colors).CopyTo(color.AsSpan(pixel * colors));
                if (alpha is not null)
                {
                    alpha[pixel] = rows[source + colors];
                }
            }
        }

        return new Samples(chunks.Width, chunks.Height, isGrey, color, alpha);
    }

    private sealed record Chunks(
        int Width, int Height, int Depth, int ColorType, int Interlace, byte[] Compressed, byte[] Colors, byte[] Transparency)
    {
        public static Chunks Read(ReadOnlySpan<byte> file)
        {
            using var compressed = new MemoryStream();
            byte[] palette = [];
            byte[] transparency = [];
            ReadOnlySpan<byte> header = default;
            int at = 8;
            while (at + 12 <= file.Length)
            {
                uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
                if (length > file.Length - at - 12)
                {
                    throw Damaged("a chunk is cut", at);
                }

                var body = file.Slice(at + 8, (int)length);
                switch (file.Slice(at + 4, 4))
                {
                    case [(byte)'I', (byte)'H', (byte)'D', (byte)'R'] when length == 13:
                        header = body;
                        break;
                    case [(byte)'P', (byte)'L', (byte)'T', (byte)'E']:
                        palette = body.ToArray();
                        break;
                    case [(byte)'t', (byte)'R', (byte)'N', (byte)'S']:
                        transparency = body.ToArray();
                        break;
                    case [(byte)'I', (byte)'D', (byte)'A', (byte)'T']:
                        compressed.Write(body);
                        break;
                }

                at += 12 + (int)length;
            }

            return header.IsEmpty
                ? throw Damaged("it has no header", 8)
                : new Chunks(
                    BinaryPrimitives.ReadInt32BigEndian(header),
                    BinaryPrimitives.ReadInt32BigEndian(header[4..]),
                    header[8], header[9], header[12], compressed.ToArray(), palette, transparency);
        }

        public ReadOnlySpan<byte> PaletteEntry(int entry) => 3 * entry + 3 <= Colors.Length
            ? Colors.AsSpan(3 * entry, 3)
            : throw Damaged("a pixel is outside its palette", 0);
    }
}
