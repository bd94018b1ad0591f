namespace Licenses.Pdf.Composing;

/// <summary>A rectangle on a page in points (1/72 inch), from the lower left corner of the page as it is seen.</summary>
public readonly record struct PageRectangle(double X, double Y, double Width, double Height)
{
    public const double PointsPerMillimetre = 72 / 25.4;

    public double Right => X + Width;

    public double Top => Y + Height;

    public static PageRectangle OfMillimetres(double x, double y, double width, double height) => new(
        x * PointsPerMillimetre, y * PointsPerMillimetre, width * PointsPerMillimetre, height * PointsPerMillimetre);
}
