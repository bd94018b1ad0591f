using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>
/// The request stream as a caller writes it. While the call may still be retried, what was written is kept, and each
/// attempt sends it again before it goes on.
/// </summary>
internal sealed class RequestWriter<T>(
    ClientCall call, Marshaller<T> marshaller, MessageWriter writer, RetryBudget? budget, long maxReplay) : IClientStreamWriter<T>
    where T : class
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PooledBuffer _frame = new();
    private PooledBuffer? _replay = budget is null ? null : new PooledBuffer();
    private TaskCompletionSource? _attempt;
    private Stream? _stream;
    private long _reserved;
    private int _writing;
    private bool _completed;
    private bool _sent;
    private volatile bool _committed;
    private volatile bool _ended;

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Whether all that was written can be sent again.</summary>
    internal bool CanReplay => KeepsReplay || _attempt is null;

    private bool KeepsReplay => _replay is not null && !_committed;

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        }

        try
        {
            await using var cancels = cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), call);
            ThrowIfOver();
            await _attached.Task;
            await WriteInTurnAsync(message);
        }
        catch (Exception exception) when (IsBrokenTransport(exception))
        {
            await WaitForEndAsync();
            throw call.IsFinished ? Refusal() : new RpcException(call.StatusOf(exception));
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public async Task CompleteAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _completed = true;
            _attempt?.TrySetResult();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The body of one attempt: what is kept, then what is written from now on, until completion.</summary>
    internal async Task SendToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var attempt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_sent && !KeepsReplay)
            {
                // SocketsHttpHandler tries again by itself what a server has refused or not looked at, and knows nothing of what
                // the first stream took with it: without that the call would end well, and lack its beginning.
                throw new RpcException(new Status(StatusCode.Unavailable, "The server refused the call after its first requests were on their way."));
            }

            await stream.FlushAsync(cancellationToken); // the headers go at once: the first message may be long in coming
            if (_replay is { Length: > 0 } replay)
            {
                await stream.WriteAsync(replay.Written, cancellationToken);
                await stream.FlushAsync(cancellationToken);
            }

            _stream = stream;
            _attempt = attempt;
            if (_completed)
            {
                return;
            }
        }
        finally
        {
            _turn.Release();
            _attached.TrySetResult();
        }

        // A server that has answered takes no more requests, and its next word may close the connection: SocketsHttpHandler, whose
        // thread this is, forgets the answer then unless it finds this body ended. So it ends before the callback is back.
        var cancelled = new TaskCompletionSource();
        await using var stops = cancellationToken.UnsafeRegister(
            static (source, token) => ((TaskCompletionSource)source!).TrySetCanceled(token), cancelled);
        await await Task.WhenAny(attempt.Task, cancelled.Task);
    }

    /// <summary>No attempt follows: what was kept is dropped, once nobody is sending it.</summary>
    internal void Commit()
    {
        _committed = true;
        if (_replay is not null)
        {
            _ = ReleaseAsync();
        }
    }

    /// <summary>The call is over: waiting writers learn it, and an unfinished body ends.</summary>
    internal void End()
    {
        _attached.TrySetException(new IOException("The call has ended."));
        _ = _attached.Task.Exception;
        _attempt?.TrySetCanceled();
        _ended = true;
        _ = ReleaseAsync();
    }

    private async Task ReleaseAsync()
    {
        await _turn.WaitAsync();
        try
        {
            DropReplay();
            if (_ended)
            {
                await _frame.DisposeAsync();
                writer.Dispose();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A server may end a call before its requests do. Then writes fail first, and the reason is on its way.</summary>
    private async Task WaitForEndAsync()
    {
        try
        {
            await call.WaitForEndAsync().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            // Nobody reads the responses, or the connection is gone: the write's own failure must do.
        }
    }

    private async Task WriteInTurnAsync(T message)
    {
        await _turn.WaitAsync(call.Token);
        try
        {
            ThrowIfOver();
            var flags = WriteOptions?.Flags ?? default;
            _frame.Reset();
            writer.Write(message, marshaller, _frame, !flags.HasFlag(WriteFlags.NoCompress));
            Keep();
            var stream = _stream ?? throw new IOException("The attempt failed before it could take messages.");
            _sent = true;
            await stream.WriteAsync(_frame.Written, call.Token);
            if (!flags.HasFlag(WriteFlags.BufferHint))
            {
                await stream.FlushAsync(call.Token);
            }
        }
        catch (Exception exception) when (
            KeepsReplay && !call.Token.IsCancellationRequested && IsBrokenTransport(exception))
        {
            // This attempt is broken; the message is kept, and the next attempt sends it.
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>How SocketsHttpHandler's stream says that it takes no more: by the moment at which it learns it.</summary>
    private static bool IsBrokenTransport(Exception exception) =>
        exception is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException;

    private void Keep()
    {
        if (_replay is not { } replay)
        {
            return;
        }

        long size = _frame.Length;
        if (_committed || _reserved + size > maxReplay || !budget!.TryReserve(size))
        {
            _committed = true; // too much to keep: this attempt is the last
            DropReplay();
            return;
        }

        _reserved += size;
        replay.Write(_frame.Written.Span);
    }

    /// <summary>In turn only.</summary>
    private void DropReplay()
    {
        if (_replay is { } replay)
        {
            _replay = null;
            replay.Dispose();
            budget!.Release(_reserved);
        }
    }

    private void ThrowIfOver()
    {
        if (_completed)
        {
            throw new InvalidOperationException("Can't write the message because the request stream has been completed.");
        }

        if (call.IsFinished)
        {
            throw Refusal();
        }
    }

    /// <summary>Why a finished call takes no message: its failure; and success is none.</summary>
    private Exception Refusal() => call.GetStatus().StatusCode == StatusCode.OK
        ? new InvalidOperationException("Can't write the message because the call is complete.")
        : call.ToException();
}
