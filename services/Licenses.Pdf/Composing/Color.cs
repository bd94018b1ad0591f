namespace Licenses.Pdf.Composing;

/// <summary>A colour in sRGB, each part from 0 to 1.</summary>
public readonly record struct Color(double Red, double Green, double Blue)
{
    public static readonly Color Black = new(0, 0, 0);
    public static readonly Color White = new(1, 1, 1);

    /// <summary>The red of official seals.</summary>
    public static readonly Color SealRed = Of(0xD2, 0x10, 0x1E);

    public static Color Of(byte red, byte green, byte blue) => new(red / 255.0, green / 255.0, blue / 255.0);
}
