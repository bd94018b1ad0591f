namespace Licenses.Crypto.Sm;

/// <summary>
/// A point of SM2's curve as X/Z², Y/Z³; infinity where Z is zero. The operations take every case: equal points are
/// doubled, opposite ones give infinity. Their time depends on their values: for public data only.
/// </summary>
internal struct JacobianPoint
{
    private FieldElement _x;
    private FieldElement _y;
    private FieldElement _z;

    public JacobianPoint(in AffinePoint point)
    {
        _x = point.X;
        _y = point.Y;
        _z = FieldElement.One;
    }

    public readonly bool IsInfinity => _z.IsZero;

    public readonly FieldElement X => _x;

    public readonly FieldElement SquaredZ => FieldElement.Square(_z);

    // For a = −3. Infinity stays infinity; no point has y = 0.
    public void Double()
    {
        var delta = FieldElement.Square(_z);
        var twiceY = FieldElement.Double(_y);
        var gamma4 = FieldElement.Square(twiceY); // 4y²
        var beta4 = FieldElement.Multiply(_x, gamma4); // 4xy²
        var alpha = FieldElement.Triple(
            FieldElement.Multiply(FieldElement.Subtract(_x, delta), FieldElement.Add(_x, delta)));
        _z = FieldElement.Multiply(twiceY, _z);
        _x = FieldElement.Subtract(FieldElement.Square(alpha), FieldElement.Double(beta4));
        _y = FieldElement.Subtract(
            FieldElement.Multiply(alpha, FieldElement.Subtract(beta4, _x)),
            FieldElement.Halve(FieldElement.Square(gamma4))); // 8y⁴
    }

    public void Add(in AffinePoint other)
    {
        if (IsInfinity)
        {
            this = new JacobianPoint(other);
            return;
        }

        var squaredZ = FieldElement.Square(_z);
        var h = FieldElement.Subtract(FieldElement.Multiply(other.X, squaredZ), _x);
        var r = FieldElement.Subtract(
            FieldElement.Multiply(other.Y, FieldElement.Multiply(squaredZ, _z)), _y);
        Finish(_x, _y, h, r, FieldElement.Multiply(_z, h));
    }

    public void Add(in JacobianPoint other)
    {
        if (other.IsInfinity)
        {
            return;
        }

        if (IsInfinity)
        {
            this = other;
            return;
        }

        var mine = FieldElement.Square(_z);
        var theirs = FieldElement.Square(other._z);
        var u = FieldElement.Multiply(_x, theirs);
        var s = FieldElement.Multiply(_y, FieldElement.Multiply(theirs, other._z));
        var h = FieldElement.Subtract(FieldElement.Multiply(other._x, mine), u);
        var r = FieldElement.Subtract(
            FieldElement.Multiply(other._y, FieldElement.Multiply(mine, _z)), s);
        Finish(u, s, h, r, FieldElement.Multiply(FieldElement.Multiply(_z, other._z), h));
    }

    public readonly JacobianPoint Negate()
    {
        var negated = this;
        negated._y = FieldElement.Negate(_y);
        return negated;
    }

    /// <summary>Brings points to affine form with one inversion for all of them. None may be infinity.</summary>
    public static void Normalize(ReadOnlySpan<JacobianPoint> points, Span<AffinePoint> affine)
    {
        var products = new FieldElement[points.Length];
        var product = FieldElement.One;
        for (int i = 0; i < points.Length; i++)
        {
            products[i] = product;
            product = FieldElement.Multiply(product, points[i]._z);
        }

        var inverse = FieldElement.Invert(product);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            var inverseZ = FieldElement.Multiply(inverse, products[i]);
            inverse = FieldElement.Multiply(inverse, points[i]._z);
            var squared = FieldElement.Square(inverseZ);
            affine[i] = new AffinePoint(
                FieldElement.Multiply(points[i]._x, squared),
                FieldElement.Multiply(points[i]._y, FieldElement.Multiply(squared, inverseZ)));
        }
    }

    // u and s are the first point's coordinates on the common denominator; h and r the differences of x and y.
    private void Finish(in FieldElement u, in FieldElement s, in FieldElement h, in FieldElement r, in FieldElement z)
    {
        if (h.IsZero)
        {
            if (r.IsZero)
            {
                Double();
            }
            else
            {
                this = default;
            }

            return;
        }

        var squared = FieldElement.Square(h);
        var cubed = FieldElement.Multiply(squared, h);
        var v = FieldElement.Multiply(u, squared);
        var x = FieldElement.Subtract(
            FieldElement.Subtract(FieldElement.Square(r), cubed), FieldElement.Double(v));
        _y = FieldElement.Subtract(
            FieldElement.Multiply(r, FieldElement.Subtract(v, x)), FieldElement.Multiply(s, cubed));
        _x = x;
        _z = z;
    }
}
