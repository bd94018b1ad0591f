using Licenses.Crypto.Sm;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>The cases for which the formulas of sums do not hold, each against BouncyCastle, and some for which they do.</summary>
public sealed class JacobianPointTests
{
    // Factors of G: equal, opposite and other points; each stands once with Z = 1 and once with another Z.
    private static readonly int[] Factors = [1, -1, 2, -2, 3, 7, -7, 100];

    [Fact]
    public void Sums_of_equal_opposite_and_other_points_are_as_BouncyCastle_has_them()
    {
        foreach (int one in Factors)
        {
            foreach (int other in Factors)
            {
                foreach (var first in Forms(one))
                {
                    var mixed = first;
                    mixed.Add(Affine(other));
                    ShouldBe(one + other, mixed);

                    foreach (var second in Forms(other))
                    {
                        var sum = first;
                        sum.Add(second);
                        ShouldBe(one + other, sum);

                        sum = first;
                        sum.Add(new JacobianPoint.PreparedPoint(second).Negate());
                        ShouldBe(one - other, sum);
                    }
                }
            }
        }
    }

    [Fact]
    public void Infinity_is_neutral_and_stays_infinity_when_doubled()
    {
        foreach (var point in Forms(7))
        {
            var left = default(JacobianPoint);
            left.Add(point);
            ShouldBe(7, left);

            var right = point;
            right.Add(default(JacobianPoint));
            ShouldBe(7, right);
        }

        var mixed = default(JacobianPoint);
        mixed.Add(Affine(7));
        ShouldBe(7, mixed);

        // What has become infinity by a sum, and not by default, is infinity as well.
        mixed.Add(Affine(-7));
        mixed.Double();
        Assert.True(mixed.IsInfinity);
        mixed.Add(Affine(-2));
        ShouldBe(-2, mixed);
    }

    [Fact]
    public void Every_product_of_a_few_bits_is_right_with_a_table_and_without()
    {
        foreach (int key in new[] { 1, 5 })
        {
            var table = PointTable.Create(Affine(key), 6);
            for (int factor = 1; factor < 300; factor++)
            {
                Assert.True(Scalar.TryReadNonZero(Bytes(BigInteger.ValueOf(factor)), out var scalar));
                var sum = default(JacobianPoint);
                table.AddMultiple(scalar, ref sum);
                ShouldBe(key * factor, sum);
                ShouldBe(key * factor, WindowedProduct.Multiply(scalar, Affine(key)));
            }
        }
    }

    private static IEnumerable<JacobianPoint> Forms(int factor)
    {
        yield return new JacobianPoint(Affine(factor));

        // The same by way of another: doubled and reduced again, so that its Z is not one.
        var detour = new JacobianPoint(Affine(factor));
        detour.Double();
        detour.Add(Affine(-factor));
        Assert.NotEqual(detour.SquaredZ, FieldElement.One);
        yield return detour;
    }

    private static void ShouldBe(int factor, JacobianPoint point)
    {
        Assert.Equal(factor == 0, point.IsInfinity);
        if (factor != 0)
        {
            var affine = new AffinePoint[1];
            JacobianPoint.Normalize([point], affine);
            Assert.Equal(Point(factor).GetEncoded(), affine[0].Encode());
        }
    }

    private static AffinePoint Affine(int factor) =>
        AffinePoint.TryDecode(Point(factor).GetEncoded(), out var point) ? point : throw new ArgumentException("no point");

    private static ECPoint Point(int factor) => Sm2Oracles.Generator.Multiply(BigInteger.ValueOf(factor)).Normalize();

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[32];
        byte[] shortest = number.ToByteArrayUnsigned();
        shortest.CopyTo(bytes, 32 - shortest.Length);
        return bytes;
    }
}
