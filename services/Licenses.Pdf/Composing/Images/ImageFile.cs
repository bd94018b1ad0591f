using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Composing.Images;

/// <summary>A picture to embed, its pixels kept as they are: JPEG passed through, PNG and BMP repacked.</summary>
internal abstract class ImageFile
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxSide = 8192;
    private const long MaxPixels = 24_000_000;

    private protected ImageFile(long width, long height)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || width * height > MaxPixels)
        {
            throw new ImageFormatException($"A picture of {width} x {height} pixels is not embedded", 0);
        }

        Width = (int)width;
        Height = (int)height;
    }

    public int Width { get; }

    public int Height { get; }

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
            [0x89, 0x50, 0x4E, 0x47, ..] => PngImage.Parse(data),
            [0x42, 0x4D, ..] => BmpImage.Parse(data),
            _ => throw new ImageFormatException("The picture is neither JPEG, PNG nor BMP", 0),
        };
    }

    /// <summary>Adds the picture as an image XObject.</summary>
    public abstract PdfReference Write(IObjectTarget file);

    private protected static ImageFormatException Damaged(string what, long offset) => new($"The picture is damaged: {what}", offset);
}
