using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A number modulo SM2's prime p = 2^256 − 2^224 − 2^96 + 2^64 − 1, always below p, in four limbs, the lowest first. Its
/// time depends on its values: for public data only.
/// </summary>
internal readonly struct FieldElement : IEquatable<FieldElement>
{
    public const int Length = 32;

    // The second and the highest limb of p; the other two are all ones.
    private const ulong P1 = 0xFFFFFFFF00000000;
    private const ulong P3 = 0xFFFFFFFEFFFFFFFF;

    private readonly ulong _l0;
    private readonly ulong _l1;
    private readonly ulong _l2;
    private readonly ulong _l3;

    private FieldElement(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
    }

    public static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0);

    public bool IsZero => (_l0 | _l1 | _l2 | _l3) == 0;

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
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _l3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _l2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _l1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _l0);
    }

    /// <summary>What a compressed point tells of its y.</summary>
    public bool IsOdd => (_l0 & 1) == 1;

    public static FieldElement Add(in FieldElement x, in FieldElement y)
    {
        ulong carry = 0;
        ulong r0 = Limbs.Add(x._l0, y._l0, ref carry);
        ulong r1 = Limbs.Add(x._l1, y._l1, ref carry);
        ulong r2 = Limbs.Add(x._l2, y._l2, ref carry);
        ulong r3 = Limbs.Add(x._l3, y._l3, ref carry);
        return Fold(r0, r1, r2, r3, carry);
    }

    public static FieldElement Subtract(in FieldElement x, in FieldElement y)
    {
        unchecked
        {
            ulong r0 = x._l0 - y._l0;
            ulong borrow = x._l0 < y._l0 ? 1UL : 0;
            ulong r1 = Limbs.Subtract(x._l1, y._l1, ref borrow);
            ulong r2 = Limbs.Subtract(x._l2, y._l2, ref borrow);
            ulong r3 = Limbs.Subtract(x._l3, y._l3, ref borrow);

            // Below zero: add p, which is −1, −2^32, −1, −(2^32+1) by limbs.
            ulong mask = 0 - borrow;
            ulong s0 = r0 + mask;
            ulong carry = s0 < r0 ? 1UL : 0;
            ulong s1 = Limbs.Add(r1, mask & P1, ref carry);
            ulong s2 = Limbs.Add(r2, mask, ref carry);
            return new FieldElement(s0, s1, s2, r3 + (mask & P3) + carry);
        }
    }

    public static FieldElement Double(in FieldElement x) => Fold(
        x._l0 << 1, (x._l1 << 1) | (x._l0 >> 63), (x._l2 << 1) | (x._l1 >> 63), (x._l3 << 1) | (x._l2 >> 63), x._l3 >> 63);

    public static FieldElement Triple(in FieldElement x)
    {
        unchecked
        {
            ulong carry = 0;
            ulong r0 = Limbs.Add(x._l0, x._l0 << 1, ref carry);
            ulong r1 = Limbs.Add(x._l1, (x._l1 << 1) | (x._l0 >> 63), ref carry);
            ulong r2 = Limbs.Add(x._l2, (x._l2 << 1) | (x._l1 >> 63), ref carry);
            ulong r3 = Limbs.Add(x._l3, (x._l3 << 1) | (x._l2 >> 63), ref carry);
            return Fold(r0, r1, r2, r3, carry + (x._l3 >> 63));
        }
    }

    public static FieldElement Halve(in FieldElement x)
    {
        unchecked
        {
            ulong mask = 0 - (x._l0 & 1);
            ulong r0 = x._l0 + mask;
            ulong carry = r0 < mask ? 1UL : 0;
            ulong r1 = Limbs.Add(x._l1, mask & P1, ref carry);
            ulong r2 = Limbs.Add(x._l2, mask, ref carry);
            ulong r3 = Limbs.Add(x._l3, mask & P3, ref carry);
            return new FieldElement(
                (r0 >> 1) | (r1 << 63), (r1 >> 1) | (r2 << 63), (r2 >> 1) | (r3 << 63), (r3 >> 1) | (carry << 63));
        }
    }

    public static FieldElement Negate(in FieldElement x) => Subtract(Zero, x);

    public static FieldElement Multiply(in FieldElement x, in FieldElement y)
    {
        unchecked
        {
            ulong t1, t2, t3, t4, t5, t6, t7;
            ulong t0 = Limbs.Multiply(x._l0, y._l0, 0, out ulong carry);
            t1 = Limbs.Multiply(x._l0, y._l1, carry, out carry);
            t2 = Limbs.Multiply(x._l0, y._l2, carry, out carry);
            t3 = Limbs.Multiply(x._l0, y._l3, carry, out t4);

            t1 = Limbs.Multiply(x._l1, y._l0, t1, 0, out carry);
            t2 = Limbs.Multiply(x._l1, y._l1, t2, carry, out carry);
            t3 = Limbs.Multiply(x._l1, y._l2, t3, carry, out carry);
            t4 = Limbs.Multiply(x._l1, y._l3, t4, carry, out t5);

            t2 = Limbs.Multiply(x._l2, y._l0, t2, 0, out carry);
            t3 = Limbs.Multiply(x._l2, y._l1, t3, carry, out carry);
            t4 = Limbs.Multiply(x._l2, y._l2, t4, carry, out carry);
            t5 = Limbs.Multiply(x._l2, y._l3, t5, carry, out t6);

            t3 = Limbs.Multiply(x._l3, y._l0, t3, 0, out carry);
            t4 = Limbs.Multiply(x._l3, y._l1, t4, carry, out carry);
            t5 = Limbs.Multiply(x._l3, y._l2, t5, carry, out carry);
            t6 = Limbs.Multiply(x._l3, y._l3, t6, carry, out t7);
            return Reduce(t0, t1, t2, t3, t4, t5, t6, t7);
        }
    }

    // As Multiply, but each product of two different limbs only once, by the doubled limb; what doubling pushes out of the
    // highest limb is the mask.
    public static FieldElement Square(in FieldElement x)
    {
        unchecked
        {
            ulong a1 = x._l1, a2 = x._l2, a3 = x._l3;
            ulong mask = 0 - (a3 >> 63);
            ulong twice2 = (a2 << 1) | (a1 >> 63);
            ulong twice3 = (a3 << 1) | (a2 >> 63);
            ulong t0 = Limbs.Multiply(x._l0, x._l0, 0, out ulong carry);
            ulong t1 = Limbs.Multiply(x._l0, a1 << 1, carry, out carry);
            ulong t2 = Limbs.Multiply(x._l0, twice2, carry, out carry);
            ulong t3 = Limbs.Multiply(x._l0, twice3, carry, out ulong t4);
            ulong pushed = x._l0 & mask;
            t4 += pushed;
            ulong t5 = t4 < pushed ? 1UL : 0;

            t2 = Limbs.Multiply(a1, a1, t2, 0, out carry);
            t3 = Limbs.Multiply(a1, a2 << 1, t3, carry, out carry);
            t4 = Limbs.Multiply(a1, twice3, t4, carry, out carry);
            ulong t6 = 0;
            t5 = Limbs.Add(carry + t5, a1 & mask, ref t6); // a high limb is at most 2^64 − 2: one more fits

            t4 = Limbs.Multiply(a2, a2, t4, 0, out carry);
            t5 = Limbs.Multiply(a2, a3 << 1, t5, carry, out carry);
            ulong t7 = 0;
            t6 = Limbs.Add(carry + t6, a2 & mask, ref t7);
            t6 = Limbs.Multiply(a3, a3, t6, 0, out carry);
            return Reduce(t0, t1, t2, t3, t4, t5, t6, t7 + carry);
        }
    }

    /// <summary>1/x by Fermat; zero for zero.</summary>
    public static FieldElement Invert(in FieldElement x) =>
        Power(x, 0xFFFFFFFFFFFFFFFD, P1, 0xFFFFFFFFFFFFFFFF, P3);

    /// <summary>A square root; false where there is none. p is 3 modulo 4.</summary>
    public static bool TrySquareRoot(in FieldElement x, out FieldElement root)
    {
        root = Power(x, 0x4000000000000000, 0xFFFFFFFFC0000000, 0xFFFFFFFFFFFFFFFF, 0x3FFFFFFFBFFFFFFF);
        return Square(root).Equals(x);
    }

    public bool Equals(FieldElement other) =>
        ((_l0 ^ other._l0) | (_l1 ^ other._l1) | (_l2 ^ other._l2) | (_l3 ^ other._l3)) == 0;

    public override bool Equals(object? obj) => obj is FieldElement other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_l0, _l1, _l2, _l3);

    private static FieldElement Power(in FieldElement x, params ReadOnlySpan<ulong> exponent)
    {
        var power = One;
        for (int bit = (64 * exponent.Length) - 1; bit >= 0; bit--)
        {
            power = Square(power);
            if (((exponent[bit / 64] >> (bit % 64)) & 1) == 1)
            {
                power = Multiply(power, x);
            }
        }

        return power;
    }

    /// <summary>
    /// t mod p. The upper half's words of 32 bits fold down by 2^256 = 2^224 + 2^96 − 2^64 + 1; gathered by column, they
    /// are carried once (Solinas). Columns stay below 2^37 in size, so that signed 64-bit sums never overflow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduce(
        ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, ulong t5, ulong t6, ulong t7)
    {
        unchecked
        {
            long c8 = (uint)t4, c9 = (long)(t4 >> 32), c10 = (uint)t5, c11 = (long)(t5 >> 32);
            long c12 = (uint)t6, c13 = (long)(t6 >> 32), c14 = (uint)t7, c15 = (long)(t7 >> 32);
            long last = c14 + c15;
            long r1 = c9 + c10 + c11 + c12 + c13 + (2 * last);
            long r0 = r1 + c8 + c13;
            long r7 = r0 + c12 + c15;
            long middle = c13 + last;
            long v0 = (uint)t0 + r0;
            long v1 = (long)(t0 >> 32) + r1 + (v0 >> 32);
            long v2 = (uint)t1 - c8 - c9 - c13 - c14 + (v1 >> 32);
            long v3 = (long)(t1 >> 32) + c8 + c11 + c12 + c13 + middle + (v2 >> 32);
            long v4 = (uint)t2 + c9 + c12 + c14 + middle + (v3 >> 32);
            long v5 = (long)(t2 >> 32) + c10 + c15 + middle + (v4 >> 32);
            long v6 = (uint)t3 + c11 + last + (v5 >> 32);
            long v7 = (long)(t3 >> 32) + r7 + (v6 >> 32);
            ulong over = (ulong)(v7 >> 32); // below 16: the whole is not negative, and each word's share is below 3·2^256

            return Fold(
                (uint)v0 | ((ulong)v1 << 32),
                (uint)v2 | ((ulong)v3 << 32),
                (uint)v4 | ((ulong)v5 << 32),
                (uint)v6 | ((ulong)v7 << 32),
                over);
        }
    }

    // r + over·2^256 mod p, for over below 16. Whether p must be taken off at the end hangs on the highest limb alone, all
    // but one time in 2^32; a branch is then faster than a mask.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Fold(ulong r0, ulong r1, ulong r2, ulong r3, ulong over)
    {
        unchecked
        {
            ulong s0 = r0 + over;
            ulong carry = s0 < over ? 1UL : 0;
            ulong s1 = Limbs.Add(r1, (over << 32) - over, ref carry);
            ulong s2 = r2 + carry;
            carry = s2 < carry ? 1UL : 0;
            ulong s3 = Limbs.Add(r3, over << 32, ref carry);
            return s3 < P3 && carry == 0
                ? new FieldElement(s0, s1, s2, s3)
                : SubtractPrimeOnce(s0, s1, s2, s3, carry);
        }
    }

    // The number is below 2p; carry is its 2^256.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FieldElement SubtractPrimeOnce(ulong r0, ulong r1, ulong r2, ulong r3, ulong carry)
    {
        unchecked
        {
            ulong s0 = r0 + 1; // minus (2^64 − 1)
            ulong borrow = s0 == 0 ? 0UL : 1;
            ulong s1 = Limbs.Subtract(r1, P1, ref borrow);
            ulong s2 = Limbs.Subtract(r2, ulong.MaxValue, ref borrow);
            ulong s3 = Limbs.Subtract(r3, P3, ref borrow);
            return borrow > carry ? new FieldElement(r0, r1, r2, r3) : new FieldElement(s0, s1, s2, s3);
        }
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
