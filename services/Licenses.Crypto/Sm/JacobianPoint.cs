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

    public readonly FieldElement SquaredZ
    {
        get
        {
            FieldElement.Square(_z, out var squared);
            return squared;
        }
    }

    // For a = −3. Infinity stays infinity; no point has y = 0.
    public void Double()
    {
        FieldElement.Square(_z, out var squaredZ);
        FieldFormula.TwiceProduct(_y, _z, out _z);
        FieldFormula.TwiceSquare(_y, out var gamma); // 2y²
        FieldFormula.TwiceProduct(_x, gamma, out var beta); // 4xy²
        FieldFormula.ThriceSquareMinusSquare(_x, squaredZ, out var alpha);
        FieldFormula.SquareMinusTwice(alpha, beta, out _x);
        FieldElement.Subtract(beta, _x, out beta);
        FieldFormula.ProductMinusTwiceSquare(alpha, beta, gamma, out _y);
    }

    public void Add(in AffinePoint other)
    {
        if (IsInfinity)
        {
            this = new JacobianPoint(other);
            return;
        }

        FieldElement.Square(_z, out var squaredZ);
        FieldElement.Multiply(squaredZ, _z, out var cubedZ);
        FieldFormula.ProductMinus(other.X, squaredZ, _x, out var h);
        FieldFormula.ProductMinus(other.Y, cubedZ, _y, out var r);
        if (h.IsZero)
        {
            this = r.IsZero ? Twice(new JacobianPoint(other)) : default;
            return;
        }

        FieldElement.Multiply(_z, h, out _z);
        Finish(h, r);
    }

    public void Add(in JacobianPoint other)
    {
        if (!other.IsInfinity)
        {
            Add(new PreparedPoint(other));
        }
    }

    public void Add(in PreparedPoint other)
    {
        if (IsInfinity)
        {
            this = other.Point;
            return;
        }

        // Both on the common denominator.
        FieldElement.Multiply(_x, other.SquaredZ, out _x);
        FieldElement.Multiply(_y, other.CubedZ, out _y);
        FieldElement.Square(_z, out var squaredZ);
        FieldElement.Multiply(squaredZ, _z, out var cubedZ);
        FieldFormula.ProductMinus(other.Point._x, squaredZ, _x, out var h);
        FieldFormula.ProductMinus(other.Point._y, cubedZ, _y, out var r);
        if (h.IsZero)
        {
            this = r.IsZero ? Twice(other.Point) : default;
            return;
        }

        FieldElement.Multiply(_z, other.Point._z, out _z);
        FieldElement.Multiply(_z, h, out _z);
        Finish(h, r);
    }

    public readonly JacobianPoint Negate()
    {
        var negated = this;
        FieldElement.Negate(_y, out negated._y);
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
            FieldElement.Multiply(product, points[i]._z, out product);
        }

        FieldElement.Invert(product, out var inverse);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            FieldElement.Multiply(inverse, products[i], out var inverseZ);
            FieldElement.Multiply(inverse, points[i]._z, out inverse);
            FieldElement.Square(inverseZ, out var squared);
            FieldElement.Multiply(squared, inverseZ, out var cubed);
            FieldElement.Multiply(points[i]._x, squared, out var x);
            FieldElement.Multiply(points[i]._y, cubed, out var y);
            affine[i] = new AffinePoint(x, y);
        }
    }

    private static JacobianPoint Twice(JacobianPoint point)
    {
        point.Double();
        return point;
    }

    // This point's x and y stand on the common denominator already, and z is finished. h and r are the differences of x and y.
    private void Finish(in FieldElement h, in FieldElement r)
    {
        FieldElement.Square(h, out var squared);
        FieldElement.Multiply(squared, h, out var cubed);
        FieldElement.Multiply(_x, squared, out var v);
        FieldFormula.SquareMinusTwiceMinus(r, v, cubed, out _x);
        FieldElement.Subtract(v, _x, out v);
        FieldFormula.ProductMinusProduct(r, v, _y, cubed, out _y);
    }

    /// <summary>A point other than infinity that is added several times, with the powers of its Z that each sum needs.</summary>
    internal readonly struct PreparedPoint
    {
        public readonly JacobianPoint Point;
        public readonly FieldElement SquaredZ;
        public readonly FieldElement CubedZ;

        public PreparedPoint(in JacobianPoint point)
        {
            Point = point;
            FieldElement.Square(point._z, out SquaredZ);
            FieldElement.Multiply(SquaredZ, point._z, out CubedZ);
        }

        private PreparedPoint(in JacobianPoint point, in FieldElement squaredZ, in FieldElement cubedZ)
        {
            Point = point;
            SquaredZ = squaredZ;
            CubedZ = cubedZ;
        }

        public PreparedPoint Negate() => new(Point.Negate(), SquaredZ, CubedZ);
    }
}
