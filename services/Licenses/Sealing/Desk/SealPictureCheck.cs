using System.Buffers.Binary;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;

namespace Licenses.Sealing.Desk;

/// <summary>
/// Whether a picture may go into a seal. Whoever shows the seal later will open it, so it is what it says, is complete,
/// and does nothing: a PNG whose pixels all decode, or an SVG of shapes and text alone.
/// </summary>
public static class SealPictureCheck
{
    public const string Png = "PNG";
    public const string Svg = "SVG";
    public const int LargestFile = 256 * 1024;
    public const int FewestPixels = 16;
    public const int MostPixels = 4096;

    private static ReadOnlySpan<byte> PngMark => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Empty chunk IEND with its check sum: what a PNG ends with.</summary>
    private static ReadOnlySpan<byte> PngEnd => [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];

    /// <summary>What is wrong with the picture's kind or bytes; null when nothing is.</summary>
    public static LocalizedText? WhyRefused(SealPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.Data.Length is 0 or > LargestFile
            ? new("图片须为 1 字节至 256 KiB", "must have 1 byte to 256 KiB")
            : picture.Type switch
            {
                Png => WhyRefusedPng(picture),
                Svg => SvgPictureCheck.WhyRefused(picture.Data),
                _ => new LocalizedText("图片须为 PNG 或 SVG", "must be PNG or SVG"),
            };
    }

    /// <summary>Why a picture that may go into a seal is not shown on documents that the seal is applied to; null where it is.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="name">The seal's name.</param>
    public static LocalizedText? WhyNotShown(SealPicture picture, string name) =>
        ElectronicSealPicture.TryDraw(picture, name, out _, out var reason) ? null : new(reason.Zh, reason.En);

    private static LocalizedText? WhyRefusedPng(SealPicture picture)
    {
        var bytes = picture.Data.Span;
        if (bytes.Length < 45 || !bytes.StartsWith(PngMark) || !bytes[12..].StartsWith("IHDR"u8))
        {
            return new("不是 PNG 图片", "is not a PNG");
        }

        // Before anything is decoded: a small file may claim to be huge.
        uint width = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]);
        if (width is < FewestPixels or > MostPixels || height is < FewestPixels or > MostPixels)
        {
            return new("图片宽、高须为 16 至 4096 像素", "must be 16 to 4096 pixels wide and high");
        }

        if (!bytes.EndsWith(PngEnd))
        {
            return new("PNG 图片不完整，或其后另有内容", "is cut short, or something follows it");
        }

        try
        {
            SealDrawing.OfPicture(picture.Data, SealDraftCheck.SmallestMillimetres, SealDraftCheck.SmallestMillimetres, "");
            return null;
        }
        catch (ImageFormatException)
        {
            return new("PNG 图片已损坏", "is a PNG that does not decode");
        }
    }
}
