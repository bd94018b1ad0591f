using Licenses.Pdf.Composing.Images;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>An affine map: x' = A x + C y + X, y' = B x + D y + Y (SVG 1.1, 7.6).</summary>
internal readonly record struct SvgMatrix(double A, double B, double C, double D, double X, double Y)
{
    private const int MostSteps = 32;

    public static readonly SvgMatrix Identity = new(1, 0, 0, 1, 0, 0);

    /// <summary>By how much lengths grow, on the average of all directions.</summary>
    public double Scale => Math.Sqrt(Math.Abs((A * D) - (B * C)));

    public (double X, double Y) Map(double x, double y) => ((A * x) + (C * y) + X, (B * x) + (D * y) + Y);

    /// <summary>First the other map, then this one.</summary>
    public SvgMatrix After(SvgMatrix first)
    {
        var (x, y) = Map(first.X, first.Y);
        return new SvgMatrix(
            (A * first.A) + (C * first.B), (B * first.A) + (D * first.B),
            (A * first.C) + (C * first.D), (B * first.C) + (D * first.D), x, y);
    }

    /// <exception cref="ImageFormatException">It is no list of transformations.</exception>
    public static SvgMatrix Parse(string? text)
    {
        var all = Identity;
        var rest = (text ?? "").Trim();
        for (int count = 0; rest.Length > 0; count++)
        {
            int open = rest.IndexOf('(', StringComparison.Ordinal), close = rest.IndexOf(')', StringComparison.Ordinal);
            if (open < 0 || close < open || count == MostSteps)
            {
                throw Fault(rest);
            }

            all = all.After(Step(rest[..open].Trim(), SvgNumbers.Read(rest[(open + 1)..close])));
            rest = rest[(close + 1)..].TrimStart(' ', '\t', '\r', '\n', ',');
        }

        return all;
    }

    private static SvgMatrix Step(string name, double[] n) => (name, n.Length) switch
    {
        ("matrix", 6) => new(n[0], n[1], n[2], n[3], n[4], n[5]),
        ("translate", 1) => new(1, 0, 0, 1, n[0], 0),
        ("translate", 2) => new(1, 0, 0, 1, n[0], n[1]),
        ("scale", 1) => new(n[0], 0, 0, n[0], 0, 0),
        ("scale", 2) => new(n[0], 0, 0, n[1], 0, 0),
        ("rotate", 1) => Rotation(n[0]),
        ("rotate", 3) => new SvgMatrix(1, 0, 0, 1, n[1], n[2]).After(Rotation(n[0])).After(new(1, 0, 0, 1, -n[1], -n[2])),
        ("skewX", 1) => new(1, 0, Math.Tan(n[0] * Math.PI / 180), 1, 0, 0),
        ("skewY", 1) => new(1, Math.Tan(n[0] * Math.PI / 180), 0, 1, 0, 0),
        _ => throw Fault(name),
    };

    private static SvgMatrix Rotation(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new SvgMatrix(cos, sin, -sin, cos, 0, 0);
    }

    private static ImageFormatException Fault(string text) =>
        new($"The SVG's transformation {text[..Math.Min(text.Length, 20)]} cannot be read", 0);
}
