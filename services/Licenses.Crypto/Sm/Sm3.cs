using System.Buffers.Binary;

namespace Licenses.Crypto.Sm;

/// <summary>The SM3 digest (GB/T 32905-2016): 32 bytes, at once or as a stream. One object serves one thread.</summary>
public sealed class Sm3
{
    /// <summary>The length of the digest in bytes.</summary>
    public const int DigestLength = 32;

    private readonly uint[] _state = [.. Sm3Compression.InitialState];
    private readonly byte[] _block = new byte[Sm3Compression.BlockLength];
    private ulong _length;

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[DigestLength];
        HashData(data, digest);
        return digest;
    }

    /// <param name="data">What to digest.</param>
    /// <param name="digest">Receives 32 bytes.</param>
    public static void HashData(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digest.Length, DigestLength);
        Span<uint> state = stackalloc uint[8];
        Sm3Compression.InitialState.CopyTo(state);
        int whole = data.Length - (data.Length % Sm3Compression.BlockLength);
        Sm3Compression.Compress(state, data[..whole]);
        Finish(state, data[whole..], (ulong)data.Length, digest);
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        int held = (int)(_length % Sm3Compression.BlockLength);
        _length += (ulong)data.Length;
        if (held > 0)
        {
            int taken = Math.Min(data.Length, Sm3Compression.BlockLength - held);
            data[..taken].CopyTo(_block.AsSpan(held));
            data = data[taken..];
            if (held + taken < Sm3Compression.BlockLength)
            {
                return;
            }

            Sm3Compression.Compress(_state, _block);
        }

        int whole = data.Length - (data.Length % Sm3Compression.BlockLength);
        Sm3Compression.Compress(_state, data[..whole]);
        data[whole..].CopyTo(_block);
    }

    /// <summary>A second digest of what was appended so far; the two then go their own ways.</summary>
    public Sm3 Fork()
    {
        var fork = new Sm3 { _length = _length };
        _state.CopyTo(fork._state, 0);
        _block.CopyTo(fork._block, 0);
        return fork;
    }

    /// <summary>The digest of everything appended; the object is then as new.</summary>
    public byte[] FinishAndReset()
    {
        byte[] digest = new byte[DigestLength];
        Finish(_state, _block.AsSpan(0, (int)(_length % Sm3Compression.BlockLength)), _length, digest);
        Sm3Compression.InitialState.CopyTo(_state);
        _length = 0;
        return digest;
    }

    // 5.2: one bit 1, zeros, and the length in bits, to whole blocks.
    private static void Finish(Span<uint> state, ReadOnlySpan<byte> rest, ulong length, Span<byte> digest)
    {
        Span<byte> last = stackalloc byte[2 * Sm3Compression.BlockLength];
        last.Clear();
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        last = last[..(rest.Length + 9 <= Sm3Compression.BlockLength ? Sm3Compression.BlockLength : last.Length)];
        BinaryPrimitives.WriteUInt64BigEndian(last[^8..], unchecked(length * 8));
        Sm3Compression.Compress(state, last);
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
        }
    }
}
