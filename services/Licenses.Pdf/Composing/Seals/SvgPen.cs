namespace Licenses.Pdf.Composing.Seals;

/// <summary>Draws an SVG's outlines into a content stream: each point is mapped, so that no state of the stream nests.</summary>
internal sealed class SvgPen(ContentBuilder content, SvgMatrix map)
{
    private const double Kappa = 0.5522847498; // a quarter circle as one Bézier curve

    public (double X, double Y) At { get; private set; }

    private (double X, double Y) _start;

    public void Move(double x, double y)
    {
        At = _start = (x, y);
        var (px, py) = map.Map(x, y);
        content.Move(px, py);
    }

    public void Line(double x, double y)
    {
        At = (x, y);
        var (px, py) = map.Map(x, y);
        content.Line(px, py);
    }

    public void Curve(double x1, double y1, double x2, double y2, double x, double y)
    {
        At = (x, y);
        var (p1, p2, p) = (map.Map(x1, y1), map.Map(x2, y2), map.Map(x, y));
        content.Curve(p1.X, p1.Y, p2.X, p2.Y, p.X, p.Y);
    }

    public void Quadratic(double x1, double y1, double x, double y)
    {
        var (x0, y0) = At;
        Curve(x0 + (2 * (x1 - x0) / 3), y0 + (2 * (y1 - y0) / 3), x + (2 * (x1 - x) / 3), y + (2 * (y1 - y) / 3), x, y);
    }

    public void Close()
    {
        At = _start;
        content.Close();
    }

    public void Ellipse(double x, double y, double rx, double ry)
    {
        double kx = Kappa * rx, ky = Kappa * ry;
        Move(x + rx, y);
        Curve(x + rx, y + ky, x + kx, y + ry, x, y + ry);
        Curve(x - kx, y + ry, x - rx, y + ky, x - rx, y);
        Curve(x - rx, y - ky, x - kx, y - ry, x, y - ry);
        Curve(x + kx, y - ry, x + rx, y - ky, x + rx, y);
        Close();
    }

    /// <summary>An elliptical arc by its end point (SVG 1.1, F.6.5), in pieces of a quarter turn at most.</summary>
    public void Arc((double X, double Y) radii, double degrees, (bool Large, bool Sweep) flags, double x, double y)
    {
        var (x0, y0) = At;
        var (rx, ry) = (Math.Abs(radii.X), Math.Abs(radii.Y));
        if (rx == 0 || ry == 0 || (x0 == x && y0 == y))
        {
            Line(x, y); // F.6.2
            return;
        }

        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        double px = ((cos * (x0 - x)) + (sin * (y0 - y))) / 2, py = ((cos * (y0 - y)) - (sin * (x0 - x))) / 2;
        double grow = Math.Sqrt(Math.Max(1, (px * px / (rx * rx)) + (py * py / (ry * ry))));
        (rx, ry) = (rx * grow, ry * grow);
        double away = (rx * rx * py * py) + (ry * ry * px * px);
        double root = Math.Sqrt(Math.Max(0, ((rx * rx * ry * ry) - away) / away)) * (flags.Large == flags.Sweep ? -1 : 1);
        double cx = root * rx * py / ry, cy = -root * ry * px / rx;
        double from = Math.Atan2((py - cy) / ry, (px - cx) / rx);
        double turn = Math.Atan2((-py - cy) / ry, (-px - cx) / rx) - from;
        turn += flags.Sweep && turn < 0 ? 2 * Math.PI : !flags.Sweep && turn > 0 ? -2 * Math.PI : 0;
        double middleX = (cos * cx) - (sin * cy) + ((x0 + x) / 2), middleY = (sin * cx) + (cos * cy) + ((y0 + y) / 2);
        Turn(new SvgMatrix(cos * rx, sin * rx, -sin * ry, cos * ry, middleX, middleY), from, turn);
        At = (x, y);
    }

    private void Turn(SvgMatrix circle, double from, double turn)
    {
        int pieces = Math.Max(1, (int)Math.Ceiling(Math.Abs(turn) / (Math.PI / 2)));
        double step = turn / pieces, handle = 4.0 / 3 * Math.Tan(step / 4);
        for (int i = 0; i < pieces; i++)
        {
            var (sin0, cos0) = Math.SinCos(from + (i * step));
            var (sin1, cos1) = Math.SinCos(from + ((i + 1) * step));
            var (one, two, end) = (
                circle.Map(cos0 - (handle * sin0), sin0 + (handle * cos0)),
                circle.Map(cos1 + (handle * sin1), sin1 - (handle * cos1)), circle.Map(cos1, sin1));
            Curve(one.X, one.Y, two.X, two.Y, end.X, end.Y);
        }
    }
}
