using System.Buffers.Binary;

namespace Licenses.Pdf.Composing.Images;

/// <summary>A PNG's header (ISO/IEC 15948, 11.2.2), checked.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, int ColorType, bool IsInterlaced)
{
    public const int Length = 13;
    public const int Palette = 3;

    private const int FileOffset = 16; // behind the signature and the chunk's head
    private const int MaxSide = 8192;

    // Adam7 (ISO/IEC 15948, 8.2): first column and row, steps to the next.
    private static readonly ImmutableArray<(int X, int Y, int StepX, int StepY)> Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public bool IsGrey => ColorType is 0 or 4;

    public bool HasAlphaChannel => ColorType is 4 or 6;

    public int Channels => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Bytes from a pixel to the one left of it, at least one.</summary>
    public int PixelBytes => Math.Max(1, Channels * Depth / 8);

    /// <summary>The reduced pictures in which the pixels come; only one where not interlaced.</summary>
    public IEnumerable<PngPass> Passes => (IsInterlaced ? Adam7 : [(0, 0, 1, 1)])
        .Select(pass => new PngPass(
            pass.X, pass.Y, pass.StepX, pass.StepY,
            (Width - pass.X + pass.StepX - 1) / pass.StepX,
            (Height - pass.Y + pass.StepY - 1) / pass.StepY))
        .Where(pass => pass is { Columns: > 0, Rows: > 0 });

    public static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        int width = BinaryPrimitives.ReadInt32BigEndian(chunk);
        int height = BinaryPrimitives.ReadInt32BigEndian(chunk[4..]);
        int depth = chunk[8];
        int type = chunk[9];
        bool isKnown = (type, depth) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
        {
            throw new ImageFormatException($"A picture of {width} x {height} pixels is not embedded", FileOffset);
        }

        return isKnown && chunk[10] == 0 && chunk[11] == 0 && chunk[12] < 2
            ? new PngHeader(width, height, depth, type, chunk[12] == 1)
            : throw new ImageFormatException($"The PNG's header is not of a known kind (colour {type}, {depth} bits)", FileOffset + 8);
    }

    public int StrideOf(PngPass pass) => (pass.Columns * Channels * Depth + 7) / 8;
}

/// <summary>One reduced picture of an interlaced PNG: where its pixels belong.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Columns, int Rows);
