using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing.Images;

/// <summary>Pixels as 8-bit samples, grey or RGB, with a soft mask where some are transparent; compressed once.</summary>
internal abstract class RasterImage : ImageFile
{
    private readonly bool _isGrey;
    private readonly EncodedStream _colors;
    private readonly EncodedStream? _alpha;

    private protected RasterImage(Samples samples)
        : base(samples.Width, samples.Height)
    {
        _isGrey = samples.IsGrey;
        _colors = EncodedStream.Deflated(samples.Colors);
        _alpha = samples.Alpha is null ? null : EncodedStream.Deflated(samples.Alpha);
    }

    public override PdfReference Write(IObjectTarget file)
    {
        PdfReference? mask = _alpha is null ? null : file.AddStream(Describe("DeviceGray", null), _alpha);
        return file.AddStream(Describe(_isGrey ? "DeviceGray" : "DeviceRGB", mask), _colors);
    }

    private PdfDictionary Describe(string space, PdfReference? mask) => Dictionary(
        ("Type", Name("XObject")),
        ("Subtype", Name("Image")),
        ("Width", Integer(Width)),
        ("Height", Integer(Height)),
        ("ColorSpace", Name(space)),
        ("BitsPerComponent", Integer(8)),
        ("SMask", mask));

    private protected sealed record Samples(int Width, int Height, bool IsGrey, byte[] Colors, byte[]? Alpha);
}
