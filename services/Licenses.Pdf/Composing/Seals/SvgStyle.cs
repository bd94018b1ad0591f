using System.Globalization;
using Licenses.Pdf.Composing.Images;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>How an SVG's shape is painted, and where: what its own attributes say, else what those around it do.</summary>
internal sealed record SvgStyle
{
    public static readonly SvgStyle Default = new();

    public SvgMatrix Map { get; init; } = SvgMatrix.Identity;

    /// <summary>Null: not filled.</summary>
    public Color? Fill { get; init; } = Color.Black;

    /// <summary>Null: not stroked.</summary>
    public Color? Stroke { get; init; }

    public double StrokeWidth { get; init; } = 1;

    public bool IsEvenOdd { get; init; }

    /// <summary>0 butt, 1 round, 2 square, as in PDF.</summary>
    public int Cap { get; init; }

    /// <summary>0 miter, 1 round, 2 bevel, as in PDF.</summary>
    public int Join { get; init; }

    public double MiterLimit { get; init; } = 4;

    /// <summary>Takes the attributes that are about painting out of all of them.</summary>
    /// <exception cref="ImageFormatException">One has a value that is not drawn.</exception>
    public static SvgStyle Of(Dictionary<string, string> attributes, SvgStyle outer)
    {
        foreach (var opacity in (string[])["opacity", "fill-opacity", "stroke-opacity"])
        {
            if (attributes.Remove(opacity, out string? value) && SvgNumbers.Length(value) != 1)
            {
                throw SvgPicture.NotDrawn(opacity);
            }
        }

        return outer with
        {
            Map = attributes.Remove("transform", out string? map) ? outer.Map.After(SvgMatrix.Parse(map)) : outer.Map,
            Fill = attributes.Remove("fill", out string? fill) ? Paint(fill) : outer.Fill,
            Stroke = attributes.Remove("stroke", out string? stroke) ? Paint(stroke) : outer.Stroke,
            StrokeWidth = attributes.Remove("stroke-width", out string? wide) ? NotNegative(wide) : outer.StrokeWidth,
            IsEvenOdd = attributes.Remove("fill-rule", out string? rule) ? Choose("fill-rule", rule, "nonzero", "evenodd") == 1 : outer.IsEvenOdd,
            Cap = attributes.Remove("stroke-linecap", out string? cap) ? Choose("stroke-linecap", cap, "butt", "round", "square") : outer.Cap,
            Join = attributes.Remove("stroke-linejoin", out string? join) ? Choose("stroke-linejoin", join, "miter", "round", "bevel") : outer.Join,
            MiterLimit = attributes.Remove("stroke-miterlimit", out string? limit) ? Math.Max(1, NotNegative(limit)) : outer.MiterLimit,
        };
    }

    private static double NotNegative(string text) =>
        SvgNumbers.Length(text) is >= 0 and var length ? length : throw SvgPicture.NotDrawn("stroke-width");

    private static int Choose(string name, string value, params ReadOnlySpan<string> known) =>
        known.IndexOf(value.Trim()) is >= 0 and var place ? place : throw SvgPicture.NotDrawn(name);

    private static Color? Paint(string text)
    {
        string paint = text.Trim().ToLowerInvariant();
        return paint switch
        {
            "none" => null,
            "black" => Color.Black,
            "white" => Color.White,
            "red" => Color.Of(255, 0, 0),
            "blue" => Color.Of(0, 0, 255),
            "green" => Color.Of(0, 128, 0),
            "gold" => Color.Of(255, 215, 0),
            "yellow" => Color.Of(255, 255, 0),
            "gray" or "grey" => Color.Of(128, 128, 128),
            _ when paint is ['#', var r, var g, var b] => Hex($"{r}{r}{g}{g}{b}{b}"),
            _ when paint is ['#', ..] && paint.Length == 7 => Hex(paint[1..]),
            _ when paint.StartsWith("rgb(", StringComparison.Ordinal) && paint.EndsWith(')') => Rgb(SvgNumbers.Read(paint[4..^1])),
            _ => throw SvgPicture.NotDrawn("paint " + paint),
        };
    }

    private static Color Hex(string digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            ? Color.Of((byte)(value >> 16), (byte)((value >> 8) & 0xFF), (byte)(value & 0xFF))
            : throw SvgPicture.NotDrawn("paint " + digits);

    private static Color Rgb(double[] parts) => parts is [>= 0 and <= 255, >= 0 and <= 255, >= 0 and <= 255]
        ? Color.Of((byte)parts[0], (byte)parts[1], (byte)parts[2])
        : throw SvgPicture.NotDrawn("paint rgb");
}
