namespace Licenses.Pdf.Syntax;

/// <summary>Undoes the predictors of Flate and LZW data (ISO 32000-2, 7.4.4.4).</summary>
internal static class Predictor
{
    public static ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> data, FilterParameters parameters, FilterContext context)
    {
        if (parameters.Predictor <= 1)
        {
            return data;
        }

        long rowBits = (long)parameters.Colors * parameters.BitsPerComponent * parameters.Columns;
        if (rowBits is <= 0 or > int.MaxValue || parameters.BitsPerComponent is not (1 or 2 or 4 or 8 or 16))
        {
            throw context.Broken("predicted");
        }

        int row = (int)((rowBits + 7) / 8);
        int pixel = Math.Max(1, parameters.Colors * parameters.BitsPerComponent / 8);
        return parameters.Predictor switch
        {
            2 => UndoTiff(data, parameters, row),
            >= 10 and <= 15 => UndoPng(data.Span, row, pixel, context),
            _ => throw context.Broken("predicted"),
        };
    }

    private static ReadOnlyMemory<byte> UndoPng(ReadOnlySpan<byte> data, int row, int pixel, FilterContext context)
    {
        int rows = (data.Length + row) / (row + 1);
        context.Check((long)rows * row);
        var output = new byte[rows * row];
        ReadOnlySpan<byte> above = new byte[row];
        int written = 0;
        for (int at = 0; at < data.Length; at += row + 1)
        {
            var source = data.Slice(at + 1, Math.Min(row, data.Length - at - 1));
            var target = output.AsSpan(written, source.Length);
            UndoPngRow(data[at], source, target, above, pixel, context);
            above = output.AsSpan(written, row);
            written += source.Length;
        }

        return output.AsMemory(0, written);
    }

    private static void UndoPngRow(
        byte kind, ReadOnlySpan<byte> source, Span<byte> target, ReadOnlySpan<byte> above, int pixel, FilterContext context)
    {
        for (int i = 0; i < source.Length; i++)
        {
            int left = i >= pixel ? target[i - pixel] : 0;
            int upperLeft = i >= pixel ? above[i - pixel] : 0;
            int guess = kind switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], upperLeft),
                _ => throw context.Broken("predicted"),
            };
            target[i] = unchecked((byte)(source[i] + guess));
        }
    }

    private static int Paeth(int left, int up, int upperLeft)
    {
        int estimate = left + up - upperLeft;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - upperLeft);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : upperLeft;
    }

    /// <summary>Each component is the difference to the one of the pixel to its left, whatever its depth.</summary>
    private static byte[] UndoTiff(ReadOnlyMemory<byte> data, FilterParameters parameters, int row)
    {
        var output = data.ToArray();
        for (int start = 0; start < output.Length; start += row)
        {
            var line = output.AsSpan(start, Math.Min(row, output.Length - start));
            switch (parameters.BitsPerComponent)
            {
                case 8:
                    UndoTiffBytes(line, parameters.Colors);
                    break;
                case 16:
                    UndoTiffWords(line, parameters.Colors);
                    break;
                default:
                    UndoTiffBits(line, parameters);
                    break;
            }
        }

        return output;
    }

    private static void UndoTiffBytes(Span<byte> line, int colors)
    {
        for (int i = colors; i < line.Length; i++)
        {
            line[i] = unchecked((byte)(line[i] + line[i - colors]));
        }
    }

    private static void UndoTiffWords(Span<byte> line, int colors)
    {
        for (int i = 2 * colors; i + 1 < line.Length; i += 2)
        {
            int left = line[i - 2 * colors] << 8 | line[i - 2 * colors + 1];
            int value = (line[i] << 8 | line[i + 1]) + left;
            (line[i], line[i + 1]) = ((byte)(value >> 8 & 0xFF), (byte)(value & 0xFF));
        }
    }

    /// <summary>Components of 1, 2 or 4 bits, highest bits first.</summary>
    private static void UndoTiffBits(Span<byte> line, FilterParameters parameters)
    {
        int bits = parameters.BitsPerComponent;
        int mask = (1 << bits) - 1;
        int inByte = 8 / bits;
        int components = (int)Math.Min((long)parameters.Colors * parameters.Columns, (long)line.Length * inByte);
        for (int i = parameters.Colors; i < components; i++)
        {
            int before = i - parameters.Colors;
            int left = line[before / inByte] >> (8 - bits * (before % inByte + 1)) & mask;
            int shift = 8 - bits * (i % inByte + 1);
            int value = (line[i / inByte] >> shift) + left & mask;
            line[i / inByte] = (byte)(line[i / inByte] & ~(mask << shift) | value << shift);
        }
    }
}
