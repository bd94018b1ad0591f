using QRCoder;

namespace Licenses.Pdf.Composing;

/// <summary>Draws a QR code (ISO/IEC 18004) as one path of rectangles: sharp at any size, no image.</summary>
internal static class QrDrawing
{
    private const int QuietZone = 4; // modules that the generator leaves white on each side

    public static void Draw(ContentBuilder content, string payload, double x, double y, double size)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        int modules = code.ModuleMatrix.Count - 2 * QuietZone;
        double unit = size / modules;
        content.Save().Transform(unit, 0, 0, -unit, x, y + size); // module coordinates, top row first
        for (int row = 0; row < modules; row++)
        {
            var line = code.ModuleMatrix[row + QuietZone];
            for (int column = 0; column < modules; column++)
            {
                int start = column;
                while (column < modules && line[column + QuietZone])
                {
                    column++;
                }

                if (column > start)
                {
                    content.Rectangle(start, row, column - start, 1);
                }
            }
        }

        content.FillPath().Restore();
    }
}
