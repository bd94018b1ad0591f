namespace Licenses.Crypto.Sm;

/// <summary>
/// Multiples of one point for every window of a scalar: a product is then one addition per window and no doubling.
/// The windows' digits are signed, which halves the table.
/// </summary>
internal sealed class PointTable
{
    private const int ScalarBits = 256;

    private readonly AffinePoint[] _points;
    private readonly int _width;

    private PointTable(AffinePoint[] points, int width)
    {
        _points = points;
        _width = width;
    }

    /// <summary>For the base point. Eight bits to a window: 270 KB, once in a process.</summary>
    public static PointTable Generator { get; } = Create(AffinePoint.Generator, 8);

    private int PerWindow => 1 << (_width - 1);

    /// <param name="point">Whose multiples are wanted.</param>
    /// <param name="width">Bits to a window; each more makes a product faster and the table nearly twice as large.</param>
    public static PointTable Create(in AffinePoint point, int width)
    {
        int windows = ((ScalarBits + width - 1) / width) + (ScalarBits % width == 0 ? 1 : 0); // room for the last carry
        int perWindow = 1 << (width - 1);
        var multiples = new JacobianPoint[windows * perWindow];
        var first = new JacobianPoint(point);
        for (int window = 0; window < windows; window++)
        {
            var multiple = first;
            for (int i = 0; i < perWindow; i++)
            {
                multiples[(window * perWindow) + i] = multiple;
                multiple.Add(first);
            }

            first = multiples[(window * perWindow) + perWindow - 1]; // 2^(width−1) times the window's unit
            first.Double();
        }

        var points = new AffinePoint[multiples.Length];
        JacobianPoint.Normalize(multiples, points);
        return new PointTable(points, width);
    }

    /// <summary>sum += scalar · point.</summary>
    public void AddMultiple(in Scalar scalar, ref JacobianPoint sum)
    {
        int carry = 0;
        for (int window = 0, bit = 0; window * PerWindow < _points.Length; window++, bit += _width)
        {
            int digit = scalar.Bits(bit, _width) + carry;
            carry = digit > PerWindow ? 1 : 0;
            digit -= carry << _width;
            if (digit > 0)
            {
                sum.Add(_points[(window * PerWindow) + digit - 1]);
            }
            else if (digit < 0)
            {
                sum.Add(_points[(window * PerWindow) - digit - 1].Negate());
            }
        }
    }
}
