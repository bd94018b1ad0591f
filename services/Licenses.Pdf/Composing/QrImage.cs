using Licenses.Pdf.Syntax;
using QRCoder;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing;

/// <summary>
/// A QR code (ISO/IEC 18004) as an image mask: a quarter of the bytes that its squares take as a path. Each module is
/// several pixels wide, so that a viewer that smooths pictures leaves its edges sharp.
/// </summary>
internal static class QrImage
{
    private const int QuietZone = 4; // modules that the generator leaves white on each side
    private const int PixelsPerModule = 4;

    /// <summary>Adds the code as an XObject that paints its dark modules, without a margin, in the current colour.</summary>
    public static PdfReference Write(IObjectTarget file, string payload)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        int modules = code.ModuleMatrix.Count - 2 * QuietZone;
        int side = modules * PixelsPerModule;
        int stride = (side + 7) / 8;
        var pixels = new byte[stride * side];
        for (int row = 0; row < modules; row++)
        {
            var line = pixels.AsSpan(row * PixelsPerModule * stride, stride);
            WriteRow(code.ModuleMatrix[row + QuietZone], modules, line);
            for (int again = 1; again < PixelsPerModule; again++)
            {
                line.CopyTo(pixels.AsSpan((row * PixelsPerModule + again) * stride));
            }
        }

        return file.AddStream(
            Dictionary(
                ("Type", Name("XObject")),
                ("Subtype", Name("Image")),
                ("Width", Integer(side)),
                ("Height", Integer(side)),
                ("ImageMask", PdfBoolean.True)),
            pixels);
    }

    // A cleared bit paints (ISO 32000-2, 8.9.6.2).
    private static void WriteRow(System.Collections.BitArray modules, int count, Span<byte> line)
    {
        line.Fill(0xFF);
        for (int column = 0; column < count; column++)
        {
            if (modules[column + QuietZone])
            {
                line[column / 2] &= column % 2 == 0 ? (byte)0x0F : (byte)0xF0;
            }
        }
    }
}
