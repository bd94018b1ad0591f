using System.Runtime.CompilerServices;

namespace Licenses.Crypto.Sm;

/// <summary>What the sums of curve points need modulo p: products with a subtraction or a factor, reduced only once.</summary>
internal static class FieldFormula
{
    private const long ProductPrimes = FieldColumns.ProductPrimes;

    /// <summary>2xy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void TwiceProduct(in FieldElement x, in FieldElement y, out FieldElement result) =>
        FieldColumns.Product(x, y).Reduce(2, 0, out result);

    /// <summary>2x².</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void TwiceSquare(in FieldElement x, out FieldElement result) =>
        FieldColumns.Square(x).Reduce(2, 0, out result);

    /// <summary>3(x² − y²).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ThriceSquareMinusSquare(in FieldElement x, in FieldElement y, out FieldElement result)
    {
        var columns = FieldColumns.Square(x);
        columns.Subtract(FieldColumns.Square(y));
        columns.Reduce(3, 3 * ProductPrimes, out result);
    }

    /// <summary>x² − 2y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SquareMinusTwice(in FieldElement x, in FieldElement y, out FieldElement result)
    {
        var columns = FieldColumns.Square(x);
        columns.Subtract(y);
        columns.Subtract(y);
        columns.Reduce(1, 2, out result);
    }

    /// <summary>x² − 2y − z.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SquareMinusTwiceMinus(
        in FieldElement x, in FieldElement y, in FieldElement z, out FieldElement result)
    {
        var columns = FieldColumns.Square(x);
        columns.Subtract(y);
        columns.Subtract(y);
        columns.Subtract(z);
        columns.Reduce(1, 3, out result);
    }

    /// <summary>xy − z.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ProductMinus(in FieldElement x, in FieldElement y, in FieldElement z, out FieldElement result)
    {
        var columns = FieldColumns.Product(x, y);
        columns.Subtract(z);
        columns.Reduce(1, 1, out result);
    }

    /// <summary>xy − 2z².</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ProductMinusTwiceSquare(
        in FieldElement x, in FieldElement y, in FieldElement z, out FieldElement result)
    {
        var columns = FieldColumns.Product(x, y);
        var square = FieldColumns.Square(z);
        columns.Subtract(square);
        columns.Subtract(square);
        columns.Reduce(1, 2 * ProductPrimes, out result);
    }

    /// <summary>uv − xy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ProductMinusProduct(
        in FieldElement u, in FieldElement v, in FieldElement x, in FieldElement y, out FieldElement result)
    {
        var columns = FieldColumns.Product(u, v);
        columns.Subtract(FieldColumns.Product(x, y));
        columns.Reduce(1, ProductPrimes, out result);
    }
}
