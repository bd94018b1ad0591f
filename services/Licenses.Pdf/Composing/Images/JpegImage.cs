using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing.Images;

/// <summary>
/// A JPEG behind DCTDecode (ISO 32000-2, 7.4.8), baseline or progressive, grey or three colours, 8 bits. Its picture
/// data pass through; what a camera wrote beside them (place, time, previews) does not come along.
/// </summary>
internal sealed class JpegImage : ImageFile
{
    private readonly JpegSegments _segments;

    private JpegImage(JpegSegments segments)
        : base(segments.Width, segments.Height)
    {
        _segments = segments;
        Orientation = segments.Orientation;
    }

    public override bool IsGrey => _segments.Components == 1;

    public static new JpegImage Parse(ReadOnlyMemory<byte> data)
    {
        var segments = JpegSegments.Read(data);
        return segments is { Bits: 8, Components: 1 or 3 }
            ? new JpegImage(segments)
            : throw new ImageFormatException(
                $"A JPEG of {segments.Components} components with {segments.Bits} bits is not embedded: save it as RGB or grey",
                segments.FrameAt);
    }

    public override PdfReference Write(IObjectTarget file, bool mayBlend = true) => file.AddStream(
        Dictionary(
            ("Type", Name("XObject")),
            ("Subtype", Name("Image")),
            ("Width", Integer(_segments.Width)),
            ("Height", Integer(_segments.Height)),
            ("ColorSpace", Name(IsGrey ? "DeviceGray" : "DeviceRGB")),
            ("BitsPerComponent", Integer(8))),
        new EncodedStream(_segments.Kept, "DCTDecode"));
}
