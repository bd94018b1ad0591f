using Licenses.Pdf.Composing;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>
/// A page as it is seen: turned, cropped, and measured from its lower left corner. Maps what is seen to the page's own
/// coordinates (ISO 32000-2, 8.3.2.3 and table 31).
/// </summary>
internal sealed class PageView
{
    private const double LetterWidth = 612; // what viewers take where no box can be read
    private const double LetterHeight = 792;

    private readonly double _left;
    private readonly double _bottom;
    private readonly double _right;
    private readonly double _top;
    private readonly int _rotate;

    private PageView(PdfPage page, double unit, (double Left, double Bottom, double Right, double Top) box)
    {
        Page = page;
        Unit = unit;
        _rotate = page.Rotate;
        (_left, _bottom, _right, _top) = box;
    }

    public PdfPage Page { get; }

    /// <summary>Points per unit of the page's coordinates (/UserUnit).</summary>
    public double Unit { get; }

    /// <summary>In points, as seen.</summary>
    public double Width => (IsTurned ? _top - _bottom : _right - _left) * Unit;

    /// <summary>In points, as seen.</summary>
    public double Height => (IsTurned ? _right - _left : _top - _bottom) * Unit;

    private bool IsTurned => _rotate is 90 or 270;

    public static PageView Of(PdfDocument document, PdfPage page)
    {
        double unit = document.Resolve(page.Dictionary["UserUnit"]) is { } value && AsNumber(value) is > 0 and < 100_000 and var own
            ? own
            : 1;
        var media = Box(document, page.MediaBox) ?? (0, 0, LetterWidth, LetterHeight);
        var crop = Box(document, page.CropBox) ?? media;
        var seen = (
            Left: Math.Max(media.Left, crop.Left),
            Bottom: Math.Max(media.Bottom, crop.Bottom),
            Right: Math.Min(media.Right, crop.Right),
            Top: Math.Min(media.Top, crop.Top));
        return new PageView(page, unit, seen.Left < seen.Right && seen.Bottom < seen.Top ? seen : media);
    }

    /// <summary>A rectangle of the page's own coordinates, in order; null where it is none.</summary>
    public static (double Left, double Bottom, double Right, double Top)? Box(PdfDocument document, PdfObject? written)
    {
        if (document.Resolve(written) is not PdfArray { Items.Length: 4 } array)
        {
            return null;
        }

        var sides = new double[4];
        for (int i = 0; i < 4; i++)
        {
            if (AsNumber(document.Resolve(array.Items[i])) is not { } side || Math.Abs(side) > 1e7)
            {
                return null;
            }

            sides[i] = side;
        }

        var box = (Math.Min(sides[0], sides[2]), Math.Min(sides[1], sides[3]), Math.Max(sides[0], sides[2]), Math.Max(sides[1], sides[3]));
        return box.Item1 < box.Item3 && box.Item2 < box.Item4 ? box : null;
    }

    public bool Holds(PageRectangle area)
    {
        const double Tolerance = 0.5;
        return area is { Width: > 0, Height: > 0 }
            && area.X >= -Tolerance && area.Y >= -Tolerance
            && area.Right <= Width + Tolerance && area.Top <= Height + Tolerance;
    }

    /// <summary>The rectangle in the page's own coordinates, as an annotation's /Rect.</summary>
    public PdfArray ToRect(PageRectangle area)
    {
        var (x1, y1) = ToPage(area.X, area.Y);
        var (x2, y2) = ToPage(area.Right, area.Top);
        return Numbers(Round(Math.Min(x1, x2)), Round(Math.Min(y1, y2)), Round(Math.Max(x1, x2)), Round(Math.Max(y1, y2)));
    }

    /// <summary>A point of the page's own coordinates as it is seen.</summary>
    public (double X, double Y) ToView(double x, double y)
    {
        var (right, up) = _rotate switch
        {
            90 => (y - _bottom, _right - x),
            180 => (_right - x, _top - y),
            270 => (_top - y, x - _left),
            _ => (x - _left, y - _bottom),
        };
        return (right * Unit, up * Unit);
    }

    /// <summary>The /Matrix that makes an appearance stand upright; null where none is needed.</summary>
    public PdfArray? UprightMatrix() => _rotate switch
    {
        90 => Numbers(0, 1, -1, 0, 0, 0),
        180 => Numbers(-1, 0, 0, -1, 0, 0),
        270 => Numbers(0, -1, 1, 0, 0, 0),
        _ => null,
    };

    private static double Round(double value) => Math.Round(value, 3);

    private static double? AsNumber(PdfObject value) => value switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => null,
    };

    private (double X, double Y) ToPage(double seenX, double seenY)
    {
        double right = seenX / Unit;
        double up = seenY / Unit;
        return _rotate switch
        {
            90 => (_right - up, _bottom + right),
            180 => (_right - right, _top - up),
            270 => (_left + up, _top - right),
            _ => (_left + right, _bottom + up),
        };
    }
}
