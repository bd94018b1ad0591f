using Licenses.Pdf.Composing.Images;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>The elements of an SVG that draw (SVG 1.1, 8 and 9).</summary>
internal static class SvgShape
{
    /// <summary>Draws an element and takes its attributes out of all of them.</summary>
    /// <exception cref="ImageFormatException">It is of a kind that is not drawn, or cannot be read.</exception>
    public static void Draw(string name, Dictionary<string, string> attributes, SvgStyle style, ContentBuilder content)
    {
        if (name is "svg" or "g")
        {
            return;
        }

        content.Save();
        var pen = new SvgPen(content, style.Map);
        bool hasShape = Outline(name, new SvgLengths(attributes), pen);
        Paint(style, content, hasShape);
        content.Restore();
    }

    /// <returns>Whether there is anything to paint.</returns>
    private static bool Outline(string name, SvgLengths from, SvgPen pen)
    {
        switch (name)
        {
            case "path":
                string data = from.Text("d");
                new SvgPath(data, pen).Draw();
                return data.Trim().Length > 0;
            case "rect":
                return Rectangle(from, pen);
            case "circle":
                double radius = from["r"];
                return Ellipse((from["cx"], from["cy"]), radius, radius, pen);
            case "ellipse":
                return Ellipse((from["cx"], from["cy"]), from["rx"], from["ry"], pen);
            case "line":
                pen.Move(from["x1"], from["y1"]);
                pen.Line(from["x2"], from["y2"]);
                return true;
            case "polyline" or "polygon":
                return Points(SvgNumbers.Read(from.Text("points")), name == "polygon", pen);
            default:
                throw SvgPicture.NotDrawn(name);
        }
    }

    private static bool Rectangle(SvgLengths from, SvgPen pen)
    {
        var (x, y, width, height) = (from["x"], from["y"], from["width"], from["height"]);
        if (from["rx"] != 0 || from["ry"] != 0)
        {
            throw SvgPicture.NotDrawn("rounded rect");
        }

        if (!(width > 0 && height > 0))
        {
            return false;
        }

        return Points([x, y, x + width, y, x + width, y + height, x, y + height], isClosed: true, pen);
    }

    private static bool Ellipse((double X, double Y) middle, double rx, double ry, SvgPen pen)
    {
        if (!(rx > 0 && ry > 0))
        {
            return false;
        }

        pen.Ellipse(middle.X, middle.Y, rx, ry);
        return true;
    }

    private static bool Points(double[] points, bool isClosed, SvgPen pen)
    {
        if (points.Length < 4 || points.Length % 2 != 0)
        {
            throw SvgPicture.NotDrawn("points");
        }

        pen.Move(points[0], points[1]);
        for (int i = 2; i < points.Length; i += 2)
        {
            pen.Line(points[i], points[i + 1]);
        }

        if (isClosed)
        {
            pen.Close();
        }

        return true;
    }

    private static void Paint(SvgStyle style, ContentBuilder content, bool hasShape)
    {
        if (!hasShape)
        {
            return;
        }

        if (style.Fill is { } fill)
        {
            content.Fill(fill);
        }

        bool isStroked = style.StrokeWidth > 0 && style.Stroke is not null;
        if (isStroked && style.Stroke is { } stroke)
        {
            content.Stroke(stroke).LineWidth(style.StrokeWidth * style.Map.Scale)
                .LineShape(style.Cap, style.Join, style.MiterLimit);
        }

        content.Paint(style.Fill is not null, isStroked, style.IsEvenOdd);
    }
}
