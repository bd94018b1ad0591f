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

        ShouldAgree(Prime - 1, Prime - 1);
        ShouldAgree(Prime - 1, 1);
        ShouldAgree(0, Prime - 1);
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
            Assert.True(FieldElement.Multiply(x, FieldElement.Invert(x)).Equals(FieldElement.One));
            Assert.True(FieldElement.TrySquareRoot(FieldElement.Square(x), out var root));
            Assert.True(root.Equals(x) || root.Equals(FieldElement.Negate(x)));

            // −1 is no square modulo a prime that is 3 modulo 4.
            Assert.False(FieldElement.TrySquareRoot(FieldElement.Negate(FieldElement.Square(x)), out _));
        }

        Assert.True(FieldElement.Invert(FieldElement.Zero).IsZero);
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

    private static void ShouldAgree(BigInteger x, BigInteger y)
    {
        var a = Read(x);
        var b = Read(y);
        bool same = Is(FieldElement.Add(a, b), x + y)
            && Is(FieldElement.Subtract(a, b), x - y + Prime)
            && Is(FieldElement.Multiply(a, b), x * y)
            && Is(FieldElement.Square(a), x * x)
            && Is(FieldElement.Double(a), 2 * x)
            && Is(FieldElement.Triple(a), 3 * x)
            && Is(FieldElement.Negate(a), Prime - x)
            && Is(FieldElement.Double(FieldElement.Halve(a)), x);
        Assert.True(same, $"{x:x} and {y:x}");
    }

    private static bool Is(in FieldElement element, BigInteger number)
    {
        byte[] bytes = new byte[32];
        element.Write(bytes);
        return bytes.AsSpan().SequenceEqual(Bytes(number % Prime));
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
