namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Draws a TrueType glyph as a path (OpenType 1.9, glyf).</summary>
internal static class GlyphOutline
{
    private const int EnoughUnits = 500; // per em: at 44 points, less than a tenth of a point each

    /// <summary>The units of the path's own coordinates per em: a finer font is drawn in shorter numbers.</summary>
    public static double UnitsPerEm(FontFile font) => (double)font.UnitsPerEm / Coarseness(font);

    public static void Draw(ContentBuilder content, FontFile font, ushort glyph)
    {
        var outline = GlyphReader.Read(font, glyph);
        var points = new Point[outline.Points.Count];
        for (int i = 0; i < points.Length; i++)
        {
            var point = outline.Points[i];
            points[i] = new Point(point.X, point.Y, point.OnCurve);
        }

        var path = new Path(content, Coarseness(font), font.UnitsPerEm >= EnoughUnits ? 0 : 1);
        int start = 0;
        foreach (int end in outline.Ends)
        {
            path.Contour(points.AsSpan(start, end - start + 1));
            start = end + 1;
        }
    }

    private static int Coarseness(FontFile font) => Math.Max(1, font.UnitsPerEm / EnoughUnits);

    private readonly record struct Point(double X, double Y, bool OnCurve)
    {
        public Point Middle(Point other) => new((X + other.X) / 2, (Y + other.Y) / 2, true);
    }

    /// <summary>Draws contours in units so many times the font's, with that many decimals.</summary>
    private readonly struct Path(ContentBuilder content, int coarseness, int decimals)
    {
        // Two control points in a row imply a point on the curve half way between them.
        public void Contour(ReadOnlySpan<Point> points)
        {
            int first = 0;
            while (first < points.Length && !points[first].OnCurve)
            {
                first++;
            }

            var start = first < points.Length ? points[first] : points[^1].Middle(points[0]);
            int offset = first < points.Length ? first + 1 : 0;
            int steps = first < points.Length ? points.Length - 1 : points.Length;
            content.Move(Round(start.X), Round(start.Y));
            var current = start;
            Point? control = null;
            for (int i = 0; i < steps; i++)
            {
                var point = points[(offset + i) % points.Length];
                if (point.OnCurve)
                {
                    Segment(current, control, point);
                    (current, control) = (point, null);
                }
                else
                {
                    if (control is { } previous)
                    {
                        var middle = previous.Middle(point);
                        Segment(current, previous, middle);
                        current = middle;
                    }

                    control = point;
                }
            }

            Segment(current, control, start);
            content.Close();
        }

        private void Segment(Point from, Point? control, Point to)
        {
            if (control is { } middle) // a quadratic curve, as the cubic one that it equals
            {
                content.Curve(
                    Round(from.X + (middle.X - from.X) * 2 / 3), Round(from.Y + (middle.Y - from.Y) * 2 / 3),
                    Round(to.X + (middle.X - to.X) * 2 / 3), Round(to.Y + (middle.Y - to.Y) * 2 / 3),
                    Round(to.X), Round(to.Y));
            }
            else
            {
                content.Line(Round(to.X), Round(to.Y));
            }
        }

        private double Round(double value) => Math.Round(value / coarseness, decimals);
    }
}
