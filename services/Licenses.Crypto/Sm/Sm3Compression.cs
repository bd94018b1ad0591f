using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Licenses.Crypto.Sm;

/// <summary>SM3's compression function (GB/T 32905-2016, 5.3), four rounds to a step so that no variable moves.</summary>
internal static class Sm3Compression
{
    public const int BlockLength = 64;

    public static ReadOnlySpan<uint> InitialState =>
    [
        0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
    ];

    // T(j) rotated left by j, 4.2.
    private static readonly uint[] Constants =
    [
        .. Enumerable.Range(0, 64).Select(j => BitOperations.RotateLeft(j < 16 ? 0x79CC4519u : 0x7A879D8Au, j)),
    ];

    /// <param name="state">Eight words.</param>
    /// <param name="blocks">Whole blocks.</param>
    public static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        for (; blocks.Length >= BlockLength; blocks = blocks[BlockLength..])
        {
            Run(state, blocks[..BlockLength]);
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

    // 5.3.3, with the message expansion four words ahead of the rounds, so that both run at once.
    private static void Run(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> schedule = stackalloc uint[8];
        ref uint words = ref MemoryMarshal.GetReference(schedule);
        ref uint constants = ref MemoryMarshal.GetArrayDataReference(Constants);
        uint a = state[0], b = state[1], c = state[2], d = state[3];
        uint e = state[4], f = state[5], g = state[6], h = state[7];
        var w0 = Load(block);
        var w4 = Load(block[16..]);
        var w8 = Load(block[32..]);
        var w12 = Load(block[48..]);
        w0.StoreUnsafe(ref words);
        (w0 ^ w4).StoreUnsafe(ref words, 4);
        for (nuint j = 0; j < 16; j += 4)
        {
            var next = Next(w0, w4, w8, w12);
            EarlyRound(ref words, constants, a, ref b, c, ref d, e, ref f, g, ref h);
            EarlyRound(ref Unsafe.Add(ref words, 1), Unsafe.Add(ref constants, 1), d, ref a, b, ref c, h, ref e, f, ref g);
            EarlyRound(ref Unsafe.Add(ref words, 2), Unsafe.Add(ref constants, 2), c, ref d, a, ref b, g, ref h, e, ref f);
            EarlyRound(ref Unsafe.Add(ref words, 3), Unsafe.Add(ref constants, 3), b, ref c, d, ref a, f, ref g, h, ref e);
            constants = ref Unsafe.Add(ref constants, 4);
            (w0, w4, w8, w12) = (w4, w8, w12, next);
            w0.StoreUnsafe(ref words);
            (w0 ^ w4).StoreUnsafe(ref words, 4);
        }

        for (nuint j = 16; j < 64; j += 4)
        {
            var next = Next(w0, w4, w8, w12);
            LateRound(ref words, constants, a, ref b, c, ref d, e, ref f, g, ref h);
            LateRound(ref Unsafe.Add(ref words, 1), Unsafe.Add(ref constants, 1), d, ref a, b, ref c, h, ref e, f, ref g);
            LateRound(ref Unsafe.Add(ref words, 2), Unsafe.Add(ref constants, 2), c, ref d, a, ref b, g, ref h, e, ref f);
            LateRound(ref Unsafe.Add(ref words, 3), Unsafe.Add(ref constants, 3), b, ref c, d, ref a, f, ref g, h, ref e);
            constants = ref Unsafe.Add(ref constants, 4);
            (w0, w4, w8, w12) = (w4, w8, w12, next);
            w0.StoreUnsafe(ref words);
            (w0 ^ w4).StoreUnsafe(ref words, 4);
        }

        state[0] ^= a;
        state[1] ^= b;
        state[2] ^= c;
        state[3] ^= d;
        state[4] ^= e;
        state[5] ^= f;
        state[6] ^= g;
        state[7] ^= h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyRound(
        ref uint word, uint constant, uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h) =>
        Turn(ref word, constant, a, ref b, a ^ (b ^ c), ref d, e, ref f, e ^ (f ^ g), ref h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateRound(
        ref uint word, uint constant, uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h) =>
        Turn(ref word, constant, a, ref b, (a & b) | (c & (a | b)), ref d, e, ref f, ((f ^ g) & e) ^ g, ref h);

    // Names stay where they are: the caller rotates their roles. What becomes A stands in d afterwards, what becomes E in h.
    // The sums are grouped so that what is known late (e, then first) is added last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(
        ref uint word, uint constant,
        uint a, ref uint b, uint choiceA, ref uint d, uint e, ref uint f, uint choiceE, ref uint h)
    {
        unchecked
        {
            uint turned = BitOperations.RotateLeft(a, 12);
            uint first = BitOperations.RotateLeft(turned + constant + e, 7);
            uint sum = h + word + choiceE + first;
            d = d + Unsafe.Add(ref word, 4) + choiceA + (first ^ turned);
            h = BitOperations.RotateLeft(sum, 9) ^ BitOperations.RotateLeft(sum, 17) ^ sum;
            b = BitOperations.RotateLeft(b, 9);
            f = BitOperations.RotateLeft(f, 19);
        }
    }
}
