using System.Buffers;
using Grpc.Framing;

namespace Grpc.Net.Compression;

/// <summary>
/// The input of an inflater, so that its end can be told: .NET's inflaters take a truncated input for a whole one and
/// say nothing of bytes behind it. An inflater that has met the end of its data asks for no more input; so one that asks
/// at the end was cut short, and one that never asked for the last byte, which comes alone, ended before it.
/// </summary>
/// <param name="source">Read to its end; not owned.</param>
/// <param name="trailer">The count of bytes at the end that the inflater does not get.</param>
internal sealed class EndingStream(Stream source, int trailer) : SourceStream
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8192);
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Whether all but the trailer was handed out.</summary>
    internal bool IsRead => _isAtEnd && _end - _start == trailer;

    /// <summary>The bytes at the end; only once <see cref="IsRead"/>.</summary>
    internal ReadOnlySpan<byte> Trailer => _buffer.AsSpan(_start, trailer);

    /// <exception cref="EndOfStreamException">All but the trailer was handed out: the data lacks its end.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int kept = trailer + 1;
        while (!_isAtEnd && _end - _start <= kept)
        {
            Fill();
        }

        int left = _end - _start;
        if (left <= trailer)
        {
            throw new EndOfStreamException("The compressed data is cut short.");
        }

        int count = Math.Min(buffer.Length, Math.Max(left - kept, 1));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int ReadByte()
    {
        byte value = 0;
        return Read(new Span<byte>(ref value)) == 0 ? -1 : value;
    }

    protected override void Dispose(bool disposing)
    {
        var buffer = _buffer;
        _buffer = [];
        _start = 0;
        _end = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int count = source.Read(_buffer.AsSpan(_end));
        _end += count;
        _isAtEnd = count == 0;
    }
}
