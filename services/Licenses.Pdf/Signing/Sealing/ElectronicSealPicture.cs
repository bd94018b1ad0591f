using System.Diagnostics.CodeAnalysis;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Composing.Seals;

namespace Licenses.Pdf.Signing;

/// <summary>An electronic seal's own picture as a drawing, in the size that the seal states.</summary>
public static class ElectronicSealPicture
{
    /// <summary>Draws a PNG, JPEG, BMP, or SVG of plain shapes, whatever the seal calls it.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="drawing">The picture.</param>
    /// <param name="reason">Why there is none, in English and Chinese.</param>
    public static bool TryDraw(
        ElectronicSeal seal, [NotNullWhen(true)] out SealDrawing? drawing, out (string En, string Zh) reason)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return TryDraw(seal.Info.Picture, seal.Info.Name, out drawing, out reason);
    }

    /// <summary>The same of a picture that is to go into a seal.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="name">The seal's name, which the drawing is described by.</param>
    /// <param name="drawing">The picture drawn.</param>
    /// <param name="reason">Why there is none, in English and Chinese.</param>
    public static bool TryDraw(
        SealPicture picture, string name, [NotNullWhen(true)] out SealDrawing? drawing, out (string En, string Zh) reason)
    {
        ArgumentNullException.ThrowIfNull(picture);
        drawing = null;
        reason = default;
        try
        {
            drawing = SealDrawing.OfPicture(picture.Data, picture.Width, picture.Height, name);
            return true;
        }
        catch (ImageFormatException error)
        {
            reason = Because(picture, error.Message);
        }
        catch (ArgumentException error)
        {
            reason = Because(picture, error.Message);
        }

        return false;
    }

    /// <summary>Whether a drawing is the seal's own picture: the same pixels, or the same shapes in the same size.</summary>
    public static bool IsOwn(SealDrawing drawing, ElectronicSeal seal)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        return TryDraw(seal, out var own, out _) && OwnPicture.Of(own).IsSameAs(OwnPicture.Of(drawing));
    }

    private static (string, string) Because(SealPicture picture, string why)
    {
        string type = picture.Type.Length <= 8 ? picture.Type : picture.Type[..8];
        return (
            $"The seal's own picture ({type}, {picture.Width} x {picture.Height} mm) cannot be drawn: {why.TrimEnd('.')}. Give another picture, or seal invisibly.",
            $"印章自带的图片（{type}，{picture.Width}×{picture.Height}毫米）无法绘制{(type == "SVG" ? "（文字须转为路径，不支持渐变、裁剪与透明）" : "")}，请另行指定图片或加盖不可见章。");
    }
}
