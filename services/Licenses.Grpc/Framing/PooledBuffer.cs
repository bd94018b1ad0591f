using System.Buffers;

namespace Grpc.Framing;

/// <summary>Bytes in one rented array that grows up to a limit; a stream so that compressors can write to it.</summary>
internal sealed class PooledBuffer(int limit = int.MaxValue) : Stream, IBufferWriter<byte>
{
    private const int InitialSize = 512;

    private byte[] _array = [];
    private int _count;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _count;

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    internal ReadOnlyMemory<byte> Written => _array.AsMemory(0, _count);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _count);
        _count += count;
        if (_count > limit)
        {
            throw new MessageTooLargeException();
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > limit - _count)
        {
            throw new MessageTooLargeException();
        }

        buffer.CopyTo(GetSpan(buffer.Length));
        Advance(buffer.Length);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Forgets the content and keeps the array.</summary>
    internal void Reset() => _count = 0;

    protected override void Dispose(bool disposing)
    {
        var array = _array;
        _array = [];
        _count = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int sizeHint)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (wanted <= _array.Length - _count)
        {
            return;
        }

        long doubled = Math.Min((long)_array.Length * 2, Array.MaxLength);
        int size = (int)Math.Max(Math.Max(doubled, InitialSize), checked(_count + wanted));
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _array.AsSpan(0, _count).CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
