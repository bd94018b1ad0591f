using System.Runtime.CompilerServices;

namespace Grpc.Net.Client;

/// <summary>
/// A connection that lets its calls take what has come before it reads on. SocketsHttpHandler's reader does not pause by
/// itself, and fills buffers for all calls faster than they empty them: more than the pool of arrays keeps.
/// </summary>
internal sealed class PausingStream(Stream inner) : Stream
{
    /// <summary>Bytes after which to pause: a quarter of what the pool keeps in arrays of the size that is used.</summary>
    private const int Long = 256 * 1024;

    /// <summary>
    /// The end of a connection is told so many milliseconds after its last bytes: with it SocketsHttpHandler forgets the
    /// answers in them, unless their calls have been woken.
    /// </summary>
    private const int LastWords = 50;

    private int _run;
    private long _lastRead;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(buffer, cancellationToken);
        _run = reading.IsCompleted ? _run : 0; // a wait is a pause, too
        int count = await reading;
        if (count == 0 && buffer.Length > 0 && Environment.TickCount64 - _lastRead < LastWords)
        {
            await Task.Delay(LastWords, cancellationToken);
        }

        _lastRead = Environment.TickCount64;
        _run += count;
        if (_run >= Long)
        {
            _run = 0;
            await Task.Yield(); // behind the calls that wait to be run
        }

        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
    }
}
