namespace Licenses.Pdf.Composing.Fonts;

/// <summary>Draws a TrueType glyph as a path in the font's own units (OpenType 1.9, glyf).</summary>
internal static class GlyphOutline
{
    private const int MaxDepth = 6;
    private const int MaxParts = 64;
    private const ushort ArgumentsAreWords = 0x0001;
    private const ushort ArgumentsAreOffsets = 0x0002;
    private const ushort HasScale = 0x0008;
    private const ushort HasMore = 0x0020;
    private const ushort HasScaleByAxis = 0x0040;
    private const ushort HasMatrix = 0x0080;

    private static readonly Placement Identity = new(1, 0, 0, 1, 0, 0);

    public static void Draw(ContentBuilder content, FontFile font, ushort glyph) =>
        Draw(content, font, glyph, Identity, 0);

    private static void Draw(ContentBuilder content, FontFile font, int glyph, Placement placement, int depth)
    {
        var data = font.GlyphData(glyph);
        if (data.IsEmpty)
        {
            return;
        }

        if (depth > MaxDepth)
        {
            throw new FontFormatException($"Composite glyphs nest deeper than {MaxDepth}", 0);
        }

        var reader = new FontReader(data);
        int contours = reader.I16(0);
        if (contours < 0)
        {
            DrawParts(content, font, reader, placement, depth);
            return;
        }

        var points = ReadPoints(reader, contours, placement);
        int start = 0;
        for (int i = 0; i < contours; i++)
        {
            int end = reader.U16(10 + 2 * i);
            if (end < start || end >= points.Length)
            {
                throw new FontFormatException("A contour's end is out of order", 10 + 2 * i);
            }

            DrawContour(content, points.AsSpan(start, end - start + 1));
            start = end + 1;
        }
    }

    private static void DrawParts(ContentBuilder content, FontFile font, FontReader reader, Placement outer, int depth)
    {
        int at = 10;
        for (int i = 0; i < MaxParts; i++)
        {
            ushort flags = reader.U16(at);
            bool words = (flags & ArgumentsAreWords) != 0;
            double x = words ? reader.I16(at + 4) : unchecked((sbyte)reader.U8(at + 4));
            double y = words ? reader.I16(at + 6) : unchecked((sbyte)reader.U8(at + 5));
            int scaleAt = at + (words ? 8 : 6);
            if ((flags & ArgumentsAreOffsets) == 0)
            {
                x = y = 0; // placed by matching points: not used by the fonts that we serve
            }

            Draw(content, font, reader.U16(at + 2), outer.Then(Scale(reader, flags, scaleAt, x, y)), depth + 1);
            at += GlyphClosure.ComponentLength(flags);
            if ((flags & HasMore) == 0)
            {
                return;
            }
        }
    }

    private static Placement Scale(FontReader reader, ushort flags, int at, double x, double y)
    {
        double F2Dot14(int offset) => reader.I16(offset) / 16384.0;
        return (flags & (HasScale | HasScaleByAxis | HasMatrix)) switch
        {
            HasScale => new Placement(F2Dot14(at), 0, 0, F2Dot14(at), x, y),
            HasScaleByAxis => new Placement(F2Dot14(at), 0, 0, F2Dot14(at + 2), x, y),
            HasMatrix => new Placement(F2Dot14(at), F2Dot14(at + 2), F2Dot14(at + 4), F2Dot14(at + 6), x, y),
            _ => new Placement(1, 0, 0, 1, x, y),
        };
    }

    private static Point[] ReadPoints(FontReader reader, int contours, Placement placement)
    {
        int count = contours == 0 ? 0 : reader.U16(10 + 2 * (contours - 1)) + 1;
        int at = 12 + 2 * contours + (contours == 0 ? 0 : reader.U16(10 + 2 * contours));
        var flags = new byte[count];
        for (int i = 0; i < count;)
        {
            byte flag = reader.U8(at++);
            int repeat = (flag & 8) != 0 ? reader.U8(at++) : 0;
            for (int r = 0; r <= repeat && i < count; r++)
            {
                flags[i++] = flag;
            }
        }

        var x = ReadAxis(reader, ref at, flags, shortBit: 2, sameBit: 16);
        var y = ReadAxis(reader, ref at, flags, shortBit: 4, sameBit: 32);
        var points = new Point[count];
        for (int i = 0; i < count; i++)
        {
            points[i] = placement.Apply(x[i], y[i], (flags[i] & 1) != 0);
        }

        return points;
    }

    private static int[] ReadAxis(FontReader reader, ref int at, byte[] flags, byte shortBit, byte sameBit)
    {
        var values = new int[flags.Length];
        int value = 0;
        for (int i = 0; i < flags.Length; i++)
        {
            bool same = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0)
            {
                int step = reader.U8(at++);
                value += same ? step : -step;
            }
            else if (!same)
            {
                value += reader.I16(at);
                at += 2;
            }

            values[i] = value;
        }

        return values;
    }

    // Two control points in a row imply a point on the curve half way between them.
    private static void DrawContour(ContentBuilder content, ReadOnlySpan<Point> points)
    {
        int first = 0;
        while (first < points.Length && !points[first].OnCurve)
        {
            first++;
        }

        var start = first < points.Length ? points[first] : points[^1].Middle(points[0]);
        int offset = first < points.Length ? first + 1 : 0;
        int steps = first < points.Length ? points.Length - 1 : points.Length;
        content.Move(start.X, start.Y);
        var current = start;
        Point? control = null;
        for (int i = 0; i < steps; i++)
        {
            var point = points[(offset + i) % points.Length];
            if (point.OnCurve)
            {
                Segment(content, current, control, point);
                (current, control) = (point, null);
            }
            else
            {
                if (control is { } previous)
                {
                    var middle = previous.Middle(point);
                    Segment(content, current, previous, middle);
                    current = middle;
                }

                control = point;
            }
        }

        Segment(content, current, control, start);
        content.Close();
    }

    private static void Segment(ContentBuilder content, Point from, Point? control, Point to)
    {
        if (control is { } middle) // a quadratic curve, as the cubic one that it equals
        {
            content.Curve(
                Math.Round(from.X + (middle.X - from.X) * 2 / 3, 1), Math.Round(from.Y + (middle.Y - from.Y) * 2 / 3, 1),
                Math.Round(to.X + (middle.X - to.X) * 2 / 3, 1), Math.Round(to.Y + (middle.Y - to.Y) * 2 / 3, 1),
                to.X, to.Y);
        }
        else
        {
            content.Line(to.X, to.Y);
        }
    }

    private readonly record struct Point(double X, double Y, bool OnCurve)
    {
        public Point Middle(Point other) => new((X + other.X) / 2, (Y + other.Y) / 2, true);
    }

    private readonly record struct Placement(double A, double B, double C, double D, double X, double Y)
    {
        public Placement Then(Placement inner) => new(
            A * inner.A + C * inner.B, B * inner.A + D * inner.B, A * inner.C + C * inner.D, B * inner.C + D * inner.D,
            A * inner.X + C * inner.Y + X, B * inner.X + D * inner.Y + Y);

        public Point Apply(double x, double y, bool onCurve) => new(A * x + C * y + X, B * x + D * y + Y, onCurve);
    }
}
