namespace Licenses.Crypto.Sm;

/// <summary>A scalar times a point that is seen for the first time: non-adjacent form of width 5, eight odd multiples.</summary>
internal static class WindowedProduct
{
    private const int Width = 5;
    private const int Half = 1 << (Width - 1);
    private const int MostDigits = 257;

    public static JacobianPoint Multiply(in Scalar scalar, in AffinePoint point)
    {
        Span<sbyte> digits = stackalloc sbyte[MostDigits];
        int count = Recode(scalar, digits);
        Span<JacobianPoint.PreparedPoint> odd = stackalloc JacobianPoint.PreparedPoint[Half / 2];
        FillOddMultiples(point, odd);
        var product = default(JacobianPoint);
        for (int i = count - 1; i >= 0; i--)
        {
            product.Double();
            int digit = digits[i];
            if (digit > 0)
            {
                product.Add(odd[digit / 2]);
            }
            else if (digit < 0)
            {
                product.Add(odd[-digit / 2].Negate());
            }
        }

        return product;
    }

    private static void FillOddMultiples(in AffinePoint point, Span<JacobianPoint.PreparedPoint> odd)
    {
        var multiple = new JacobianPoint(point);
        var twice = multiple;
        twice.Double();
        var step = new JacobianPoint.PreparedPoint(twice);
        odd[0] = new JacobianPoint.PreparedPoint(multiple);
        for (int i = 1; i < odd.Length; i++)
        {
            multiple.Add(step);
            odd[i] = new JacobianPoint.PreparedPoint(multiple);
        }
    }

    // Digits are odd and below 16 in size, or zero; after each odd one come four zeros. A negative digit carries one up.
    private static int Recode(in Scalar scalar, Span<sbyte> digits)
    {
        digits.Clear();
        int count = 0;
        int carry = 0;
        for (int bit = 0; bit < MostDigits;)
        {
            if (scalar.Bits(bit, 1) == carry)
            {
                bit++;
                continue;
            }

            int digit = scalar.Bits(bit, Width) + carry;
            carry = digit > Half ? 1 : 0;
            digits[bit] = (sbyte)(digit - (carry << Width));
            count = bit + 1;
            bit += Width;
        }

        return count;
    }
}
