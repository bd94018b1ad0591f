using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>How a seal looks: drawn or read once, then placed on any number of documents.</summary>
public sealed class SealDrawing
{
    private const string PictureName = "Picture";
    private const double SmallestMillimetres = 1;
    private const double LargestMillimetres = 500;

    // PDF/A forbids device colours where the document's output intent is of another kind (ISO 19005-2, 6.2.4.3).
    private static readonly PdfArray CalibratedRgb = Array(Name("CalRGB"), Dictionary(
        ("WhitePoint", Numbers(0.9505, 1, 1.089)),
        ("Gamma", Numbers(2.2, 2.2, 2.2)),
        ("Matrix", Numbers(0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505))));

    private readonly EncodedStream _content;
    private readonly ImageFile? _picture;

    internal SealDrawing(double width, double height, EncodedStream content, ImageFile? picture, string description)
    {
        Width = width;
        Height = height;
        Description = description;
        _content = content;
        _picture = picture;
    }

    /// <summary>In points.</summary>
    public double Width { get; }

    /// <summary>In points.</summary>
    public double Height { get; }

    /// <summary>What a reading aid says in place of the picture.</summary>
    public string Description { get; }

    /// <summary>Some of it lets through what lies beneath.</summary>
    internal bool IsTransparent => _picture is { IsTransparent: true };

    /// <summary>
    /// A seal that comes as a picture (PNG, JPEG, BMP, or SVG of plain shapes) of 1 to 500 mm. Throws
    /// <see cref="ImageFormatException"/>.
    /// </summary>
    public static SealDrawing OfPicture(
        ReadOnlyMemory<byte> picture, double widthMillimetres, double heightMillimetres, string description) =>
        SvgPicture.LooksLikeOne(picture.Span)
            ? OfShapes(picture, widthMillimetres, heightMillimetres, description)
            : OfPicture(ImageFile.Parse(picture), widthMillimetres, heightMillimetres, description);

    private static SealDrawing OfShapes(
        ReadOnlyMemory<byte> svg, double widthMillimetres, double heightMillimetres, string description)
    {
        Demand(widthMillimetres, heightMillimetres);
        double width = widthMillimetres * PageRectangle.PointsPerMillimetre;
        double height = heightMillimetres * PageRectangle.PointsPerMillimetre;
        var content = new ContentBuilder();
        SvgPicture.Draw(svg, content, width, height);
        return new SealDrawing(width, height, EncodedStream.Plain(content.Written), null, description);
    }

    /// <summary>The same, as high as its width and its pixels make it. Throws <see cref="ImageFormatException"/>.</summary>
    public static SealDrawing OfPicture(ReadOnlyMemory<byte> picture, double widthMillimetres, string description)
    {
        var image = ImageFile.Parse(picture);
        return OfPicture(image, widthMillimetres, widthMillimetres * image.Height / image.Width, description);
    }

    private static SealDrawing OfPicture(
        ImageFile image, double widthMillimetres, double heightMillimetres, string description)
    {
        Demand(widthMillimetres, heightMillimetres);
        double width = widthMillimetres * PageRectangle.PointsPerMillimetre;
        double height = heightMillimetres * PageRectangle.PointsPerMillimetre;
        var content = new ContentBuilder(128);
        image.Draw(content, PictureName, new PageRectangle(0, 0, width, height));
        return new SealDrawing(width, height, EncodedStream.Plain(content.Written), image, description);
    }

    /// <summary>Throws where a size, in millimetres, is none that a seal can have.</summary>
    internal static void Demand(params ReadOnlySpan<double> sizes)
    {
        foreach (double size in sizes)
        {
            if (!(size >= SmallestMillimetres && size <= LargestMillimetres)) // also catches NaN
            {
                throw new ArgumentException($"A seal measures {SmallestMillimetres} to {LargestMillimetres} mm, not {size}.");
            }
        }
    }

    /// <summary>Adds the drawing as a form XObject whose box is [0 0 Width Height].</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="mayBlend">False where the document allows no soft mask: see <see cref="ImageFile.Write"/>.</param>
    internal PdfReference Write(IObjectTarget target, bool mayBlend = true) => target.AddStream(
        Dictionary(
            ("Type", Name("XObject")),
            ("Subtype", Name("Form")),
            ("BBox", Numbers(0, 0, Width, Height)),
            ("Resources", Dictionary(
                ("ColorSpace", Dictionary(("DefaultRGB", CalibratedRgb), ("DefaultGray", Grey(target)))),
                ("XObject", _picture is null ? null : Dictionary((PictureName, _picture.Write(target, mayBlend))))))),
        _content);

    // By profile: a viewer shows the white of /CalGray as cream.
    private PdfArray? Grey(IObjectTarget target) => _picture is { IsGrey: true }
        ? Array(Name("ICCBased"), target.AddStream(Dictionary(("N", Integer(1))), SrgbProfile.EncodedGrey))
        : null;
}
