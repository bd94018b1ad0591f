using System.Numerics;
using Licenses.Crypto.Sm;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>Arithmetic modulo p against BigInteger: on random numbers, and on limbs where carries and borrows run on.</summary>
public sealed class FieldElementTests
{
    private static readonly BigInteger Prime =
        BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) - BigInteger.Pow(2, 96) + BigInteger.Pow(2, 64) - 1;

    private static readonly ulong[] EdgeLimbs =
        [0, 1, 0xFFFFFFFF, 0x100000000, 0xFFFFFFFEFFFFFFFF, 0xFFFFFFFF00000000, ulong.MaxValue - 1, ulong.MaxValue];

    [Fact]
    public void All_operations_agree_with_BigInteger_where_limbs_carry()
    {
        var edges = Edges().ToArray();
        for (int i = 0; i < edges.Length; i++)
        {
            ShouldAgree(edges[i], edges[(i * 7919) % edges.Length]);
            ShouldAgree(edges[i], edges[i]);
        }

        // What is subtracted is as large as can be, what it is subtracted from as small, and the reverse.
        ShouldAgree(Prime - 1, Prime - 1);
        ShouldAgree(Prime - 1, 0);
        ShouldAgree(Prime - 1, 1);
        ShouldAgree(0, Prime - 1);
        ShouldAgree(0, 0);
        ShouldAgree(BigInteger.Pow(2, 256) - 1 - BigInteger.Pow(2, 224), 0);
        ShouldAgree(0, BigInteger.Pow(2, 256) - 1 - BigInteger.Pow(2, 224));
    }

    [Fact]
    public void All_operations_agree_with_BigInteger_on_random_numbers()
    {
        var random = new Random(20260101);
        for (int i = 0; i < 20_000; i++)
        {
            ShouldAgree(Draw(random), Draw(random));
        }
    }

    [Fact]
    public void Inverses_and_square_roots_undo_products_and_squares()
    {
        var random = new Random(20260102);
        for (int i = 0; i < 200; i++)
        {
            var x = Read(Draw(random) + 1);
            FieldElement.Invert(x, out var inverse);
            FieldElement.Multiply(x, inverse, out var one);
            Assert.True(one.Equals(FieldElement.One));

            FieldElement.Square(x, out var square);
            FieldElement.Negate(x, out var negated);
            Assert.True(FieldElement.TrySquareRoot(square, out var root));
            Assert.True(root.Equals(x) || root.Equals(negated));

            // −1 is no square modulo a prime that is 3 modulo 4.
            FieldElement.Negate(square, out square);
            Assert.False(FieldElement.TrySquareRoot(square, out _));
        }

        FieldElement.Invert(FieldElement.Zero, out var none);
        Assert.True(none.IsZero);
    }

    [Fact]
    public void A_number_that_is_not_below_p_is_no_field_element()
    {
        Assert.True(FieldElement.TryRead(Bytes(Prime - 1), out _));
        foreach (var number in new[] { Prime, Prime + 1, BigInteger.Pow(2, 256) - 1, BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) })
        {
            Assert.False(FieldElement.TryRead(Bytes(number), out _));
        }
    }

    private static IEnumerable<BigInteger> Edges()
    {
        foreach (ulong l0 in EdgeLimbs)
        {
            foreach (ulong l1 in EdgeLimbs)
            {
                foreach (ulong l2 in EdgeLimbs)
                {
                    foreach (ulong l3 in EdgeLimbs)
                    {
                        var number = (new BigInteger(l3) << 192) + (new BigInteger(l2) << 128) + (new BigInteger(l1) << 64) + l0;
                        yield return number % Prime;
                    }
                }
            }
        }
    }

    [Fact]
    public void A_result_may_be_written_over_an_operand()
    {
        var random = new Random(20260103);
        var x = Draw(random);
        var y = Draw(random);
        var one = Read(x);
        var other = Read(y);

        FieldElement.Multiply(one, other, out one);
        FieldElement.Multiply(one, other, out other);
        FieldElement.Square(other, out other);
        FieldElement.Add(other, other, out other);
        FieldElement.Subtract(one, other, out one);
        FieldElement.Subtract(one, other, out other);
        FieldFormula.ProductMinusTwiceSquare(one, other, one, out one);

        var power = x * y * x * y * y * y;
        var first = (x * y) - (2 * x * x * y * y * y * y);
        Assert.True(Is(other, (x * y) - (4 * power)), "differences");
        Assert.True(Is(one, (first * (first - (2 * power))) - (2 * first * first)), "a formula");
    }

    private static void ShouldAgree(BigInteger x, BigInteger y)
    {
        var a = Read(x);
        var b = Read(y);
        string[] wrong =
        [
            .. new (string Name, FieldElement Ours, BigInteger Theirs)[]
            {
                ("sum", Of(a, b, FieldElement.Add), x + y),
                ("difference", Of(a, b, FieldElement.Subtract), x - y),
                ("product", Of(a, b, FieldElement.Multiply), x * y),
                ("square", Of(a, FieldElement.Square), x * x),
                ("negation", Of(a, FieldElement.Negate), -x),
                ("2xy", Of(a, b, FieldFormula.TwiceProduct), 2 * x * y),
                ("2x²", Of(a, FieldFormula.TwiceSquare), 2 * x * x),
                ("3(x² − y²)", Of(a, b, FieldFormula.ThriceSquareMinusSquare), 3 * ((x * x) - (y * y))),
                ("x² − 2y", Of(a, b, FieldFormula.SquareMinusTwice), (x * x) - (2 * y)),
                ("x² − 2y − y", Of(a, b, b, FieldFormula.SquareMinusTwiceMinus), (x * x) - (3 * y)),
                ("x² − 2y − x", Of(a, b, a, FieldFormula.SquareMinusTwiceMinus), (x * x) - (2 * y) - x),
                ("xy − x", Of(a, b, a, FieldFormula.ProductMinus), (x * y) - x),
                ("x² − y", Of(a, a, b, FieldFormula.ProductMinus), (x * x) - y),
                ("xy − 2y²", Of(a, b, b, FieldFormula.ProductMinusTwiceSquare), (x * y) - (2 * y * y)),
                ("x² − 2y²", Of(a, a, b, FieldFormula.ProductMinusTwiceSquare), (x * x) - (2 * y * y)),
                ("x² − y²", Of(a, b), (x * x) - (y * y)),
            }.Where(one => !Is(one.Ours, one.Theirs)).Select(one => one.Name),
        ];
        Assert.True(wrong.Length == 0, $"{string.Join(", ", wrong)} of {x:x} and {y:x}");
    }

    private delegate void Unary(in FieldElement x, out FieldElement result);

    private delegate void Binary(in FieldElement x, in FieldElement y, out FieldElement result);

    private delegate void Ternary(in FieldElement x, in FieldElement y, in FieldElement z, out FieldElement result);

    private static FieldElement Of(in FieldElement x, Unary operation)
    {
        operation(x, out var result);
        return result;
    }

    private static FieldElement Of(in FieldElement x, in FieldElement y, Binary operation)
    {
        operation(x, y, out var result);
        return result;
    }

    private static FieldElement Of(in FieldElement x, in FieldElement y, in FieldElement z, Ternary operation)
    {
        operation(x, y, z, out var result);
        return result;
    }

    private static FieldElement Of(in FieldElement x, in FieldElement y)
    {
        FieldFormula.ProductMinusProduct(x, x, y, y, out var result);
        return result;
    }

    private static bool Is(in FieldElement element, BigInteger number)
    {
        byte[] bytes = new byte[32];
        element.Write(bytes);
        return bytes.AsSpan().SequenceEqual(Bytes(((number % Prime) + Prime) % Prime));
    }

    private static FieldElement Read(BigInteger number)
    {
        Assert.True(FieldElement.TryRead(Bytes(number % Prime), out var element));
        return element;
    }

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[32];
        byte[] shortest = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        shortest.CopyTo(bytes, 32 - shortest.Length);
        return bytes;
    }

    private static BigInteger Draw(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Prime;
    }
}
