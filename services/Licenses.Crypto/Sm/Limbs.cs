using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Licenses.Crypto.Sm;

/// <summary>Arithmetic on single 64-bit limbs with carries of 0 or 1.</summary>
internal static class Limbs
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong x, ulong y, ref ulong carry)
    {
        unchecked
        {
            ulong sum = x + y; // does not wait for the carry
            ulong result = sum + carry;
            carry = (sum < y ? 1UL : 0) | (result < carry ? 1UL : 0);
            return result;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong x, ulong y, ref ulong borrow)
    {
        unchecked
        {
            ulong difference = x - y;
            ulong result = difference - borrow;
            borrow = (x < y ? 1UL : 0) | (difference < borrow ? 1UL : 0);
            return result;
        }
    }

    /// <summary>The low limb of x·y + carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong x, ulong y, ulong carry, out ulong high)
    {
        unchecked
        {
            ulong low = x * y;
            high = High(x, y);
            low += carry;
            high += low < carry ? 1UL : 0;
            return low;
        }
    }

    /// <summary>The low limb of x·y + addend + carry, which never exceeds two limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong x, ulong y, ulong addend, ulong carry, out ulong high)
    {
        unchecked
        {
            ulong low = x * y;
            high = High(x, y);
            low += addend;
            high += low < addend ? 1UL : 0;
            low += carry;
            high += low < carry ? 1UL : 0;
            return low;
        }
    }

    /// <summary>The high limb of x·y. Asking for both at once would send the low one through memory, which takes longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong High(ulong x, ulong y) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(x, y) : Math.BigMul(x, y, out _);
}
