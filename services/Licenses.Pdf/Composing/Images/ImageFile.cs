using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Composing.Images;

/// <summary>A picture to embed, its pixels kept as they are: JPEG passed through, PNG and BMP repacked.</summary>
internal abstract class ImageFile
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxSide = 8192;
    private const long MaxPixels = 24_000_000;

    private readonly int _storedWidth;
    private readonly int _storedHeight;

    private protected ImageFile(int width, int height)
    {
        Demand(width, height);
        _storedWidth = width;
        _storedHeight = height;
    }

    /// <summary>In pixels, once upright.</summary>
    public int Width => IsTurned ? _storedHeight : _storedWidth;

    /// <summary>In pixels, once upright.</summary>
    public int Height => IsTurned ? _storedWidth : _storedHeight;

    /// <summary>One channel instead of three.</summary>
    public abstract bool IsGrey { get; }

    /// <summary>Some pixels let through what lies beneath.</summary>
    public virtual bool IsTransparent => false;

    private protected ImageOrientation Orientation { get; init; } = ImageOrientation.Upright;

    private bool IsTurned => Orientation >= ImageOrientation.MirroredQuarterLeft;

    /// <summary>Reads a JPEG, PNG or BMP file. Throws <see cref="ImageFormatException"/>.</summary>
    public static ImageFile Parse(ReadOnlyMemory<byte> data)
    {
        if (data.Length > MaxBytes)
        {
            throw new ImageFormatException($"A picture of more than {MaxBytes} bytes is not embedded", MaxBytes);
        }

        return data.Span switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegImage.Parse(data),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngImage.Parse(data),
            [0x42, 0x4D, ..] => BmpImage.Parse(data),
            _ => throw new ImageFormatException("The picture is neither JPEG, PNG nor BMP", 0),
        };
    }

    /// <summary>Adds the picture as an image XObject.</summary>
    /// <param name="file">Where it goes.</param>
    /// <param name="mayBlend">False where no soft mask may stand (PDF/A-1): pixels are then wholly seen or not at all.</param>
    public abstract PdfReference Write(IObjectTarget file, bool mayBlend = true);

    /// <summary>Draws the picture upright over a rectangle.</summary>
    public void Draw(ContentBuilder content, string name, PageRectangle area)
    {
        var (a, b, c, d, x, y) = Orientation switch
        {
            ImageOrientation.Mirrored => (-1, 0, 0, 1, 1, 0),
            ImageOrientation.HalfTurn => (-1, 0, 0, -1, 1, 1),
            ImageOrientation.MirroredHalfTurn => (1, 0, 0, -1, 0, 1),
            ImageOrientation.MirroredQuarterLeft => (0, -1, -1, 0, 1, 1),
            ImageOrientation.QuarterRight => (0, -1, 1, 0, 0, 1),
            ImageOrientation.MirroredQuarterRight => (0, 1, 1, 0, 0, 0),
            ImageOrientation.QuarterLeft => (0, 1, -1, 0, 1, 0),
            _ => (1, 0, 0, 1, 0, 0),
        };
        content.Save().Transform(
            a * area.Width, b * area.Height, c * area.Width, d * area.Height,
            area.X + x * area.Width, area.Y + y * area.Height).Draw(name).Restore();
    }

    internal static ImageFormatException Damaged(string what, long offset) => new($"The picture is damaged: {what}", offset);

    internal static void Demand(long width, long height)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || width * height > MaxPixels)
        {
            throw new ImageFormatException($"A picture of {width} x {height} pixels is not embedded", 0);
        }
    }
}
