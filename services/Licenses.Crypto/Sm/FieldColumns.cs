using System.Runtime.CompilerServices;

namespace Licenses.Crypto.Sm;

/// <summary>
/// A sum of products modulo p before anything is carried or reduced, where subtractions and small factors cost next to
/// nothing: 16 columns, one to every 32 bits.
/// </summary>
/// <remarks>
/// A product adds at most seven limbs to a pair of columns, so a column stays below 2^35; reduced it is a sum of at most
/// 48·2^32. A few such sums with small factors remain far inside 64 bits.
/// </remarks>
internal struct FieldColumns
{
    /// <summary>A product before its reduction, at most: so many times p. The true bound is 48·2^256.</summary>
    public const long ProductPrimes = 49;

    private ColumnPair _c0;
    private ColumnPair _c1;
    private ColumnPair _c2;
    private ColumnPair _c3;
    private ColumnPair _c4;
    private ColumnPair _c5;
    private ColumnPair _c6;
    private ColumnPair _c7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldColumns Product(in FieldElement x, in FieldElement y)
    {
        var columns = default(FieldColumns);
        ColumnPair.Gather(x.L0, y.L0, ref columns._c0, ref columns._c1);
        ColumnPair.Gather(x.L0, y.L1, ref columns._c1, ref columns._c2);
        ColumnPair.Gather(x.L1, y.L0, ref columns._c1, ref columns._c2);
        ColumnPair.Gather(x.L0, y.L2, ref columns._c2, ref columns._c3);
        ColumnPair.Gather(x.L1, y.L1, ref columns._c2, ref columns._c3);
        ColumnPair.Gather(x.L2, y.L0, ref columns._c2, ref columns._c3);
        ColumnPair.Gather(x.L0, y.L3, ref columns._c3, ref columns._c4);
        ColumnPair.Gather(x.L1, y.L2, ref columns._c3, ref columns._c4);
        ColumnPair.Gather(x.L2, y.L1, ref columns._c3, ref columns._c4);
        ColumnPair.Gather(x.L3, y.L0, ref columns._c3, ref columns._c4);
        ColumnPair.Gather(x.L1, y.L3, ref columns._c4, ref columns._c5);
        ColumnPair.Gather(x.L2, y.L2, ref columns._c4, ref columns._c5);
        ColumnPair.Gather(x.L3, y.L1, ref columns._c4, ref columns._c5);
        ColumnPair.Gather(x.L2, y.L3, ref columns._c5, ref columns._c6);
        ColumnPair.Gather(x.L3, y.L2, ref columns._c5, ref columns._c6);
        ColumnPair.Gather(x.L3, y.L3, ref columns._c6, ref columns._c7);
        return columns;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldColumns Square(in FieldElement x)
    {
        var columns = default(FieldColumns);
        ColumnPair.Gather(x.L0, x.L1, ref columns._c1, ref columns._c2);
        ColumnPair.Gather(x.L0, x.L2, ref columns._c2, ref columns._c3);
        ColumnPair.Gather(x.L0, x.L3, ref columns._c3, ref columns._c4);
        ColumnPair.Gather(x.L1, x.L2, ref columns._c3, ref columns._c4);
        ColumnPair.Gather(x.L1, x.L3, ref columns._c4, ref columns._c5);
        ColumnPair.Gather(x.L2, x.L3, ref columns._c5, ref columns._c6);
        columns._c1.Double();
        columns._c2.Double();
        columns._c3.Double();
        columns._c4.Double();
        columns._c5.Double();
        columns._c6.Double();
        ColumnPair.Gather(x.L0, x.L0, ref columns._c0, ref columns._c1);
        ColumnPair.Gather(x.L1, x.L1, ref columns._c2, ref columns._c3);
        ColumnPair.Gather(x.L2, x.L2, ref columns._c4, ref columns._c5);
        ColumnPair.Gather(x.L3, x.L3, ref columns._c6, ref columns._c7);
        return columns;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Subtract(in FieldColumns other)
    {
        _c0.Subtract(other._c0);
        _c1.Subtract(other._c1);
        _c2.Subtract(other._c2);
        _c3.Subtract(other._c3);
        _c4.Subtract(other._c4);
        _c5.Subtract(other._c5);
        _c6.Subtract(other._c6);
        _c7.Subtract(other._c7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Subtract(in FieldElement x)
    {
        _c0.Subtract(x.L0);
        _c1.Subtract(x.L1);
        _c2.Subtract(x.L2);
        _c3.Subtract(x.L3);
    }

    /// <summary>
    /// result = (factor · this + primes · p) mod p. The sum must not be negative: primes makes up for what was subtracted.
    /// Factor and primes are small constants.
    /// </summary>
    /// <remarks>
    /// The upper columns fold down by 2^256 = 2^224 + 2^96 − 2^64 + 1 (Solinas); then the columns are carried once. No
    /// multiple of 2^256 folds down to something negative, and p itself is 2^256 less 1 in columns 0, 3 and 7, plus 1 in 2.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Reduce(long factor, long primes, out FieldElement result)
    {
        unchecked
        {
            long c8 = _c4.Low, c9 = _c4.High, c10 = _c5.Low, c11 = _c5.High;
            long c12 = _c6.Low, c13 = _c6.High, c14 = _c7.Low, c15 = _c7.High;
            long last = c14 + c15;
            long r1 = c9 + c10 + c11 + c12 + c13 + (2 * last);
            long r0 = r1 + c8 + c13;
            long r7 = r0 + c12 + c15;
            long middle = c13 + last;
            long v0 = ((_c0.Low + r0) * factor) - primes;
            long v1 = ((_c0.High + r1) * factor) + (v0 >> 32);
            long v2 = ((_c1.Low - c8 - c9 - c13 - c14) * factor) + primes + (v1 >> 32);
            long v3 = ((_c1.High + c8 + c11 + c12 + c13 + middle) * factor) - primes + (v2 >> 32);
            long v4 = ((_c2.Low + c9 + c12 + c14 + middle) * factor) + (v3 >> 32);
            long v5 = ((_c2.High + c10 + c15 + middle) * factor) + (v4 >> 32);
            long v6 = ((_c3.Low + c11 + last) * factor) + (v5 >> 32);
            long v7 = ((_c3.High + r7) * factor) - primes + (v6 >> 32);
            FieldElement.Fold(
                (uint)v0 | ((ulong)v1 << 32), (uint)v2 | ((ulong)v3 << 32),
                (uint)v4 | ((ulong)v5 << 32), (uint)v6 | ((ulong)v7 << 32), (ulong)((v7 >> 32) + primes), out result);
        }
    }

    // Two neighbouring columns: the sum of limbs modulo 2^64, and the sum of their upper halves, which is exact. Both
    // together give the exact sum of the lower halves.
    private struct ColumnPair
    {
        private ulong _sum;
        private ulong _halves;

        public readonly long Low => unchecked((long)(_sum - (_halves << 32)));

        public readonly long High => unchecked((long)_halves);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Gather(ulong x, ulong y, ref ColumnPair at, ref ColumnPair above)
        {
            unchecked
            {
                ulong low = x * y;
                ulong high = Limbs.High(x, y);
                at._sum += low;
                at._halves += low >> 32;
                above._sum += high;
                above._halves += high >> 32;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Double()
        {
            unchecked
            {
                _sum += _sum;
                _halves += _halves;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Subtract(in ColumnPair other)
        {
            unchecked
            {
                _sum -= other._sum;
                _halves -= other._halves;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Subtract(ulong limb)
        {
            unchecked
            {
                _sum -= limb;
                _halves -= limb >> 32;
            }
        }
    }
}
