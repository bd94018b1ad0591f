using System.Buffers.Binary;
using System.IO.Compression;

namespace Licenses.Pdf.Composing.Images;

/// <summary>
/// A PNG (ISO/IEC 15948) of any colour type and depth, interlaced or not, with or without transparency. 16 bits per
/// sample become 8.
/// </summary>
internal sealed class PngImage : RasterImage
{
    private PngImage(Samples samples)
        : base(samples)
    {
    }

    public static new PngImage Parse(ReadOnlyMemory<byte> data)
    {
        var chunks = PngChunks.Read(data.Span);
        var header = chunks.Header;
        Demand(header.Width, header.Height); // before anything is reserved for its pixels
        var rows = Inflate(chunks.Compressed, header.Passes.Sum(pass => (header.StrideOf(pass) + 1) * pass.Rows));
        var pixels = new Pixels(chunks);
        int at = 0;
        foreach (var pass in header.Passes)
        {
            int stride = header.StrideOf(pass);
            var own = rows.AsSpan(at, (stride + 1) * pass.Rows);
            Unfilter(own, stride, header.PixelBytes);
            pixels.Add(pass, own, stride);
            at += own.Length;
        }

        return new PngImage(pixels.Finish());
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
    private static void Unfilter(Span<byte> rows, int stride, int distance)
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
                int left = i > distance ? rows[row + i - distance] : 0;
                int up = row > 0 ? rows[row + i - stride - 1] : 0;
                int upLeft = row > 0 && i > distance ? rows[row + i - stride - 1 - distance] : 0;
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

    /// <summary>Takes the samples of each pass to their places.</summary>
    private sealed class Pixels(PngChunks chunks)
    {
        private readonly PngHeader _header = chunks.Header;
        private readonly ushort[]? _transparent = chunks.TransparentColor;
        private readonly int _colors = chunks.Header.IsGrey ? 1 : 3;
        private readonly byte[] _color = new byte[chunks.Header.Width * chunks.Header.Height * (chunks.Header.IsGrey ? 1 : 3)];
        private readonly byte[]? _alpha = chunks.Header.HasAlphaChannel || chunks.Transparency.Length > 0
            ? new byte[chunks.Header.Width * chunks.Header.Height]
            : null;

        public Samples Finish() => new(_header.Width, _header.Height, _header.IsGrey, _color, _alpha);

        public void Add(PngPass pass, ReadOnlySpan<byte> rows, int stride)
        {
            Span<ushort> samples = stackalloc ushort[4];
            samples = samples[.._header.Channels];
            for (int y = 0; y < pass.Rows; y++)
            {
                var row = rows.Slice(y * (stride + 1) + 1, stride);
                int target = (pass.Y + y * pass.StepY) * _header.Width + pass.X;
                for (int x = 0; x < pass.Columns; x++)
                {
                    for (int i = 0; i < samples.Length; i++)
                    {
                        samples[i] = Sample(row, x * samples.Length + i);
                    }

                    Set(target + x * pass.StepX, samples);
                }
            }
        }

        private void Set(int pixel, ReadOnlySpan<ushort> samples)
        {
            if (_header.ColorType == PngHeader.Palette)
            {
                chunks.PaletteEntry(samples[0]).CopyTo(_color.AsSpan(pixel * 3));
            }
            else
            {
                for (int i = 0; i < _colors; i++)
                {
                    _color[pixel * _colors + i] = ToByte(samples[i]);
                }
            }

            if (_alpha is not null)
            {
                _alpha[pixel] = Alpha(samples);
            }
        }

        private byte Alpha(ReadOnlySpan<ushort> samples) => _header.ColorType switch
        {
            4 or 6 => ToByte(samples[^1]),
            PngHeader.Palette => samples[0] < chunks.Transparency.Length ? chunks.Transparency[samples[0]] : (byte)255,
            _ => _transparent is not null && samples.SequenceEqual(_transparent) ? (byte)0 : (byte)255,
        };

        private byte ToByte(ushort sample) => _header.Depth switch
        {
            16 => (byte)(sample >> 8),
            8 => (byte)sample,
            _ => (byte)(sample * 255 / ((1 << _header.Depth) - 1)),
        };

        private ushort Sample(ReadOnlySpan<byte> row, int index) => _header.Depth switch
        {
            16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]),
            8 => row[index],
            _ => (ushort)(row[index * _header.Depth / 8] >> 8 - _header.Depth - index * _header.Depth % 8
                & (1 << _header.Depth) - 1),
        };
    }
}
