using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Licenses.Crypto.Sm;

/// <summary>
/// SM3's compression function (GB/T 32905-2016, 5.3). It is unrolled, so that no variable moves and T(j) stands in the
/// code; words are expanded four at a time beside the rounds. Without vector instructions the same code is right, and slow.
/// </summary>
internal static class Sm3Compression
{
    public const int BlockLength = 64;

    public static ReadOnlySpan<uint> InitialState =>
    [
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    ];

    /// <param name="state">Eight words.</param>
    /// <param name="blocks">Whole blocks.</param>
    public static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        // Long, and so on purpose: with one more level of calls the compiler stops inlining them.
        Span<uint> schedule = stackalloc uint[8];
        ref uint words = ref MemoryMarshal.GetReference(schedule);
        uint a = state[0], b = state[1], c = state[2], d = state[3];
        uint e = state[4], f = state[5], g = state[6], h = state[7];
        for (; blocks.Length >= BlockLength; blocks = blocks[BlockLength..])
        {
            var w0 = Load(blocks);
            var w4 = Load(blocks[16..]);
            var w8 = Load(blocks[32..]);
            var w12 = Load(blocks[48..]);
            EarlyFour(0, ref words, w0, w4, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w0 = Next(w0, w4, w8, w12);
            EarlyFour(4, ref words, w4, w8, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w4 = Next(w4, w8, w12, w0);
            EarlyFour(8, ref words, w8, w12, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w8 = Next(w8, w12, w0, w4);
            EarlyFour(12, ref words, w12, w0, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w12 = Next(w12, w0, w4, w8);
            LateFour(16, ref words, w0, w4, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w0 = Next(w0, w4, w8, w12);
            LateFour(20, ref words, w4, w8, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w4 = Next(w4, w8, w12, w0);
            LateFour(24, ref words, w8, w12, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w8 = Next(w8, w12, w0, w4);
            LateFour(28, ref words, w12, w0, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w12 = Next(w12, w0, w4, w8);
            LateFour(32, ref words, w0, w4, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w0 = Next(w0, w4, w8, w12);
            LateFour(36, ref words, w4, w8, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w4 = Next(w4, w8, w12, w0);
            LateFour(40, ref words, w8, w12, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w8 = Next(w8, w12, w0, w4);
            LateFour(44, ref words, w12, w0, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w12 = Next(w12, w0, w4, w8);
            LateFour(48, ref words, w0, w4, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            w0 = Next(w0, w4, w8, w12);
            LateFour(52, ref words, w4, w8, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            LateFour(56, ref words, w8, w12, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            LateFour(60, ref words, w12, w0, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            a = state[0] ^= a;
            b = state[1] ^= b;
            c = state[2] ^= c;
            d = state[3] ^= d;
            e = state[4] ^= e;
            f = state[5] ^= f;
            g = state[6] ^= g;
            h = state[7] ^= h;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Load(ReadOnlySpan<byte> block) => Vector128.Shuffle(
        Vector128.Create(block[..16]),
        BitConverter.IsLittleEndian
            ? Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
            : Vector128<byte>.Indices).AsUInt32();

    // 5.3.2 for four words. Word j needs word j-3, so the fourth lacks what the first gives it: P1 is linear, and that
    // part is added at the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Next(Vector128<uint> w0, Vector128<uint> w4, Vector128<uint> w8, Vector128<uint> w12)
    {
        var w3 = After3(w0, w4);
        var w7 = After3(w4, w8);
        var w10 = After2(w8, w12);
        var w13 = Vector128.Shuffle(w12, Vector128.Create(1u, 2, 3, 4)); // an index out of range gives zero
        var partial = P1(w0 ^ w7 ^ Rotate(w13, 15)) ^ Rotate(w3, 7) ^ w10;
        var carried = Rotate(Vector128.Shuffle(partial, Vector128.Create(4u, 4, 4, 0)), 15);
        return partial ^ P1(carried);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> After3(Vector128<uint> low, Vector128<uint> high) => Ssse3.IsSupported
        ? Ssse3.AlignRight(high.AsByte(), low.AsByte(), 12).AsUInt32()
        : Vector128.Create(low.GetElement(3), high.GetElement(0), high.GetElement(1), high.GetElement(2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> After2(Vector128<uint> low, Vector128<uint> high) => Ssse3.IsSupported
        ? Ssse3.AlignRight(high.AsByte(), low.AsByte(), 8).AsUInt32()
        : Vector128.Create(low.GetUpper(), high.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> P1(Vector128<uint> x) => x ^ Rotate(x, 15) ^ Rotate(x, 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotate(Vector128<uint> x, [ConstantExpected] byte count) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateLeft(x, count)
        : (x << count) | (x >>> (32 - count));

    // Rounds j to j + 3, of the first sixteen. W′ is W xor the word four places on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyFour(
        int j, ref uint words, Vector128<uint> w0, Vector128<uint> w4,
        ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, ref uint f, ref uint g, ref uint h)
    {
        w0.StoreUnsafe(ref words);
        (w0 ^ w4).StoreUnsafe(ref words, 4);
        EarlyRound(j, ref words, a, ref b, c, ref d, e, ref f, g, ref h);
        EarlyRound(j + 1, ref words, d, ref a, b, ref c, h, ref e, f, ref g);
        EarlyRound(j + 2, ref words, c, ref d, a, ref b, g, ref h, e, ref f);
        EarlyRound(j + 3, ref words, b, ref c, d, ref a, f, ref g, h, ref e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateFour(
        int j, ref uint words, Vector128<uint> w0, Vector128<uint> w4,
        ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, ref uint f, ref uint g, ref uint h)
    {
        w0.StoreUnsafe(ref words);
        (w0 ^ w4).StoreUnsafe(ref words, 4);
        LateRound(j, ref words, a, ref b, c, ref d, e, ref f, g, ref h);
        LateRound(j + 1, ref words, d, ref a, b, ref c, h, ref e, f, ref g);
        LateRound(j + 2, ref words, c, ref d, a, ref b, g, ref h, e, ref f);
        LateRound(j + 3, ref words, b, ref c, d, ref a, f, ref g, h, ref e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyRound(
        int j, ref uint words, uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h)
    {
        unchecked
        {
            h += Unsafe.Add(ref words, j % 4);
            h += e ^ f ^ g;
            d += Unsafe.Add(ref words, (j % 4) + 4);
            d += a ^ b ^ c;
            Turn((int)BitOperations.RotateLeft(0x79CC4519u, j), a, ref b, ref d, e, ref f, ref h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateRound(
        int j, ref uint words, uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h)
    {
        unchecked
        {
            h += Unsafe.Add(ref words, j % 4);
            h += ((f ^ g) & e) ^ g;
            d += Unsafe.Add(ref words, (j % 4) + 4);
            d += (a & b) | (c & (a | b));
            Turn((int)BitOperations.RotateLeft(0x7A879D8Au, j), a, ref b, ref d, e, ref f, ref h);
        }
    }

    // Names stay where they are: the caller rotates their roles. What becomes A stands in d afterwards, what becomes E in h.
    // The three numbers are added as signed ones, so that the constant fits into the instruction that adds them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(int constant, uint a, ref uint b, ref uint d, uint e, ref uint f, ref uint h)
    {
        unchecked
        {
            uint turned = BitOperations.RotateLeft(a, 12);
            uint first = BitOperations.RotateLeft((uint)((int)turned + (int)e + constant), 7);
            d += first ^ turned;
            h += first;
            h ^= BitOperations.RotateLeft(h, 9) ^ BitOperations.RotateLeft(h, 17);
            b = BitOperations.RotateLeft(b, 9);
            f = BitOperations.RotateLeft(f, 19);
        }
    }
}
