using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A number modulo SM2's prime p = 2^256 − 2^224 − 2^96 + 2^64 − 1, always below p, in four limbs, the lowest first. Its
/// time depends on its values: for public data only.
/// </summary>
internal struct FieldElement : IEquatable<FieldElement>
{
    public const int Length = 32;

    // The second and the highest limb of p; the other two are all ones.
    private const ulong P1 = 0xFFFFFFFF00000000;
    private const ulong P3 = 0xFFFFFFFEFFFFFFFF;

    // Operations write their result through a reference, since a struct that is returned is copied. It may be an operand:
    // both are read whole before.
    internal ulong L0;
    internal ulong L1;
    internal ulong L2;
    internal ulong L3;

    private FieldElement(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
    }

    public static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0);

    public readonly bool IsZero => (L0 | L1 | L2 | L3) == 0;

    /// <summary>Reads 32 bytes, the highest first; false where the number is not below p.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FieldElement element)
    {
        ulong l3 = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong l2 = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        ulong l1 = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        ulong l0 = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
        element = new FieldElement(l0, l1, l2, l3);
        return IsBelowPrime(l0, l1, l2, l3);
    }

    /// <summary>Writes 32 bytes, the highest first.</summary>
    public readonly void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, L3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], L2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], L1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], L0);
    }

    /// <summary>What a compressed point tells of its y.</summary>
    public readonly bool IsOdd => (L0 & 1) == 1;

    public static void Add(in FieldElement x, in FieldElement y, out FieldElement result)
    {
        ulong carry = 0;
        ulong r0 = Limbs.Add(x.L0, y.L0, ref carry);
        ulong r1 = Limbs.Add(x.L1, y.L1, ref carry);
        ulong r2 = Limbs.Add(x.L2, y.L2, ref carry);
        ulong r3 = Limbs.Add(x.L3, y.L3, ref carry);
        Fold(r0, r1, r2, r3, carry, out result);
    }

    public static void Subtract(in FieldElement x, in FieldElement y, out FieldElement result)
    {
        unchecked
        {
            ulong r0 = x.L0 - y.L0;
            ulong borrow = x.L0 < y.L0 ? 1UL : 0;
            ulong r1 = Limbs.Subtract(x.L1, y.L1, ref borrow);
            ulong r2 = Limbs.Subtract(x.L2, y.L2, ref borrow);
            ulong r3 = Limbs.Subtract(x.L3, y.L3, ref borrow);

            // Below zero: add p, which is −1, −2^32, −1, −(2^32+1) by limbs.
            ulong mask = 0 - borrow;
            ulong s0 = r0 + mask;
            ulong carry = s0 < r0 ? 1UL : 0;
            ulong s1 = Limbs.Add(r1, mask & P1, ref carry);
            ulong s2 = Limbs.Add(r2, mask, ref carry);
            Set(out result, s0, s1, s2, r3 + (mask & P3) + carry);
        }
    }

    public static void Negate(in FieldElement x, out FieldElement result) => Subtract(Zero, x, out result);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply(in FieldElement x, in FieldElement y, out FieldElement result) =>
        FieldColumns.Product(x, y).Reduce(1, 0, out result);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Square(in FieldElement x, out FieldElement result) =>
        FieldColumns.Square(x).Reduce(1, 0, out result);

    /// <summary>1/x by Fermat; zero for zero.</summary>
    public static void Invert(in FieldElement x, out FieldElement result) =>
        result = Power(x, 0xFFFFFFFFFFFFFFFD, P1, 0xFFFFFFFFFFFFFFFF, P3);

    /// <summary>A square root; false where there is none. p is 3 modulo 4.</summary>
    public static bool TrySquareRoot(in FieldElement x, out FieldElement root)
    {
        // x to the power (p + 1)/4 = (2^32 − 1)(2^160 − 1)·2^62.
        root = PowerOfOnes(PowerOfOnes(x, 32), 160);
        SquareTimes(ref root, 62);
        Square(root, out var squared);
        return squared.Equals(x);
    }

    public readonly bool Equals(FieldElement other) =>
        ((L0 ^ other.L0) | (L1 ^ other.L1) | (L2 ^ other.L2) | (L3 ^ other.L3)) == 0;

    public override readonly bool Equals(object? obj) => obj is FieldElement other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(L0, L1, L2, L3);

    // x^(2^count − 1).
    private static FieldElement PowerOfOnes(in FieldElement x, int count)
    {
        if (count == 1)
        {
            return x;
        }

        var half = PowerOfOnes(x, count / 2);
        var power = half;
        SquareTimes(ref power, count / 2);
        Multiply(power, half, out power);
        if (count % 2 == 1)
        {
            Square(power, out power);
            Multiply(power, x, out power);
        }

        return power;
    }

    private static void SquareTimes(ref FieldElement x, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Square(x, out x);
        }
    }

    private static FieldElement Power(in FieldElement x, params ReadOnlySpan<ulong> exponent)
    {
        var power = One;
        for (int bit = (64 * exponent.Length) - 1; bit >= 0; bit--)
        {
            Square(power, out power);
            if (((exponent[bit / 64] >> (bit % 64)) & 1) == 1)
            {
                Multiply(power, x, out power);
            }
        }

        return power;
    }

    // r + over·2^256 mod p, for over below 2^31. Whether p must be taken off at the end hangs on the highest limb alone, all
    // but one time in 2^32; a branch is then faster than a mask.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fold(ulong r0, ulong r1, ulong r2, ulong r3, ulong over, out FieldElement result)
    {
        unchecked
        {
            ulong s0 = r0 + over;
            ulong carry = s0 < over ? 1UL : 0;
            ulong s1 = Limbs.Add(r1, (over << 32) - over, ref carry);
            ulong s2 = r2 + carry;
            carry = s2 < carry ? 1UL : 0;
            ulong s3 = Limbs.Add(r3, over << 32, ref carry);
            if (s3 < P3 && carry == 0)
            {
                Set(out result, s0, s1, s2, s3);
                return;
            }

            SubtractPrimeOnce(s0, s1, s2, s3, carry, out result);
        }
    }

    // The number is below 2p; carry is its 2^256.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SubtractPrimeOnce(
        ulong r0, ulong r1, ulong r2, ulong r3, ulong carry, out FieldElement result)
    {
        unchecked
        {
            ulong s0 = r0 + 1; // minus (2^64 − 1)
            ulong borrow = s0 == 0 ? 0UL : 1;
            ulong s1 = Limbs.Subtract(r1, P1, ref borrow);
            ulong s2 = Limbs.Subtract(r2, ulong.MaxValue, ref borrow);
            ulong s3 = Limbs.Subtract(r3, P3, ref borrow);
            result = borrow > carry ? new FieldElement(r0, r1, r2, r3) : new FieldElement(s0, s1, s2, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Set(out FieldElement result, ulong l0, ulong l1, ulong l2, ulong l3)
    {
        result.L0 = l0;
        result.L1 = l1;
        result.L2 = l2;
        result.L3 = l3;
    }

    private static bool IsBelowPrime(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        ulong borrow = l0 < ulong.MaxValue ? 1UL : 0;
        Limbs.Subtract(l1, P1, ref borrow);
        Limbs.Subtract(l2, ulong.MaxValue, ref borrow);
        Limbs.Subtract(l3, P3, ref borrow);
        return borrow == 1;
    }
}
