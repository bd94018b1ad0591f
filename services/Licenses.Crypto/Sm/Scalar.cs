using System.Buffers.Binary;

namespace Licenses.Crypto.Sm;

/// <summary>A number modulo SM2's group order n, in four limbs, the lowest first. For public data only.</summary>
internal readonly struct Scalar
{
    public const int Length = 32;

    private const ulong N0 = 0x53BBF40939D54123;
    private const ulong N1 = 0x7203DF6B21C6052B;
    private const ulong N2 = 0xFFFFFFFFFFFFFFFF;
    private const ulong N3 = 0xFFFFFFFEFFFFFFFF;

    private readonly ulong _l0;
    private readonly ulong _l1;
    private readonly ulong _l2;
    private readonly ulong _l3;

    private Scalar(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        _l0 = l0;
        _l1 = l1;
        _l2 = l2;
        _l3 = l3;
    }

    public bool IsZero => (_l0 | _l1 | _l2 | _l3) == 0;

    /// <summary>Reads at most 32 bytes, the highest first; false where the number is 0 or not below n.</summary>
    public static bool TryReadNonZero(ReadOnlySpan<byte> bytes, out Scalar scalar)
    {
        scalar = Load(bytes);
        return !scalar.IsZero && !TrySubtractOrder(scalar, out _);
    }

    /// <summary>Reads 32 bytes modulo n. Below 2^256, and n above 2^255: one subtraction is enough.</summary>
    public static Scalar ReadReduced(ReadOnlySpan<byte> bytes)
    {
        var scalar = Load(bytes);
        return TrySubtractOrder(scalar, out var reduced) ? reduced : scalar;
    }

    public static Scalar Add(in Scalar x, in Scalar y)
    {
        ulong carry = 0;
        var sum = new Scalar(
            Limbs.Add(x._l0, y._l0, ref carry), Limbs.Add(x._l1, y._l1, ref carry),
            Limbs.Add(x._l2, y._l2, ref carry), Limbs.Add(x._l3, y._l3, ref carry));
        return TrySubtractOrder(sum, out var reduced) || carry == 1 ? reduced : sum;
    }

    public static Scalar Subtract(in Scalar x, in Scalar y)
    {
        ulong borrow = 0;
        var difference = new Scalar(
            Limbs.Subtract(x._l0, y._l0, ref borrow), Limbs.Subtract(x._l1, y._l1, ref borrow),
            Limbs.Subtract(x._l2, y._l2, ref borrow), Limbs.Subtract(x._l3, y._l3, ref borrow));
        return borrow == 1 ? difference.PlusOrder(out _) : difference;
    }

    /// <summary>The bits from a place on, the lowest first; those above 255 are zero.</summary>
    public int Bits(int from, int count)
    {
        int limb = from / 64;
        int shift = from % 64;
        ulong bits = Limb(limb) >> shift;
        if (shift + count > 64)
        {
            bits |= Limb(limb + 1) << (64 - shift);
        }

        return (int)(bits & ((1UL << count) - 1));
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _l3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _l2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _l1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _l0);
    }

    /// <summary>
    /// Whether this is numerator/denominator (below p) modulo n. Asked without dividing: what is below p and congruent is
    /// the number itself or, where that is below p too, itself plus n.
    /// </summary>
    public bool IsCongruentTo(in FieldElement numerator, in FieldElement denominator)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        if (IsQuotient(bytes, numerator, denominator))
        {
            return true;
        }

        PlusOrder(out ulong carry).Write(bytes);
        return carry == 0 && IsQuotient(bytes, numerator, denominator);
    }

    private static bool IsQuotient(ReadOnlySpan<byte> bytes, in FieldElement numerator, in FieldElement denominator)
    {
        if (!FieldElement.TryRead(bytes, out var x))
        {
            return false;
        }

        FieldElement.Multiply(x, denominator, out var product);
        return product.Equals(numerator);
    }

    private static Scalar Load(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[Length];
        padded.Clear();
        bytes.CopyTo(padded[(Length - bytes.Length)..]);
        return new Scalar(
            BinaryPrimitives.ReadUInt64BigEndian(padded[24..]), BinaryPrimitives.ReadUInt64BigEndian(padded[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(padded[8..]), BinaryPrimitives.ReadUInt64BigEndian(padded));
    }

    private static bool TrySubtractOrder(in Scalar x, out Scalar difference)
    {
        ulong borrow = 0;
        difference = new Scalar(
            Limbs.Subtract(x._l0, N0, ref borrow), Limbs.Subtract(x._l1, N1, ref borrow),
            Limbs.Subtract(x._l2, N2, ref borrow), Limbs.Subtract(x._l3, N3, ref borrow));
        return borrow == 0;
    }

    private Scalar PlusOrder(out ulong carry)
    {
        carry = 0;
        return new Scalar(
            Limbs.Add(_l0, N0, ref carry), Limbs.Add(_l1, N1, ref carry),
            Limbs.Add(_l2, N2, ref carry), Limbs.Add(_l3, N3, ref carry));
    }

    private ulong Limb(int index) => index switch
    {
        0 => _l0,
        1 => _l1,
        2 => _l2,
        3 => _l3,
        _ => 0,
    };
}
