using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// How a call ends: its handler returns, fails, is cancelled by the caller, or runs out of time. At the deadline the
/// response is ended at once, while the handler, which may ignore its token, goes on and finds its writes refused. Where
/// the handler has returned, but its caller does not take the response, the stream is reset then.
/// </summary>
internal sealed partial class ServerCall
{
    private const int ResetCancel = 8; // RFC 9113, 7

    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _abortion;
    private DateTime _callersDeadline = DateTime.MaxValue;
    private DateTime _deadlineTime = DateTime.MaxValue;
    private TimeSpan? _allowed;
    private Exception? _ofOurOwn;
    private Task<FlushResult>? _endedByDeadline;
    private bool _pastDeadline;
    private bool _ended;
    private bool _over;
    private bool _closed;

    /// <summary>Starts the clock. False if the caller's time is already up.</summary>
    internal bool Start()
    {
        var now = _runtime.Clock.GetUtcNow().UtcDateTime;
        var wished = CallersTimeout();
        _callersDeadline = wished is { } timeout ? now + timeout : DateTime.MaxValue;
        _allowed = Least(wished, _method.Type == MethodType.Unary ? _runtime.Limits.MaxUnaryDuration : _runtime.Limits.MaxStreamDuration);

        // The only request of a stream of responses comes as soon as a unary one, or the caller has gone half-way only.
        var first = _method.Type == MethodType.ServerStreaming ? Least(_allowed, _runtime.Limits.MaxUnaryDuration) : _allowed;
        if (first is not { } left)
        {
            return true;
        }

        _deadlineTime = now + left;
        if (left <= TimeSpan.Zero)
        {
            _pastDeadline = true;
            return false;
        }

        _kit.StartClock(this, left);
        return true;
    }

    /// <summary>The only request is here: from now on the call has its own time, which began when it did.</summary>
    internal void RequestArrived()
    {
        if (_method.Type == MethodType.ServerStreaming)
        {
            lock (_kit.Gate)
            {
                var began = _runtime.Clock.GetUtcNow().UtcDateTime - _runtime.Clock.GetElapsedTime(_started);
                _deadlineTime = _allowed is { } allowed ? began + allowed : DateTime.MaxValue; // the clock looks when it ticks
            }
        }
    }

    private TimeSpan? CallersTimeout()
    {
        if (!Http.Request.Headers.TryGetValue(WireHeaders.Timeout, out var header))
        {
            return null;
        }

        if (GrpcTimeout.TryParse(header.ToString(), out var wished))
        {
            return wished;
        }

        Log.BadTimeout(_runtime.Log, header.ToString());
        return null;
    }

    private static TimeSpan? Least(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    /// <summary>Turns what a handler threw into the status of the call.</summary>
    internal void Fail(Exception exception)
    {
        if (exception is RpcException rpc)
        {
            Log.RpcFailed(_runtime.Log, _method.FullName, rpc.StatusCode, rpc.Status.DebugException);
            _status = rpc.Status;
            AddTrailers(rpc.Trailers);
        }
        else if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            _status = new Status(StatusCode.ResourceExhausted, "The request body is too large.");
        }
        else if (IsEchoOfTheEnd(exception))
        {
            // The call is over already, and what the handler says of it is only an echo of that.
            LogEcho(exception);
            _status = IsAboutTime
                ? new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded")
                : new Status(StatusCode.Cancelled, "Call canceled by the client.");
        }
        else
        {
            Log.HandlerFailed(_runtime.Log, _method.FullName, exception);
            _status = new Status(
                StatusCode.Unknown,
                _options.DetailedErrors ? $"Exception was thrown by handler. {ExceptionChain.Describe(exception)}" : "Exception was thrown by handler.");
        }
    }

    /// <summary>A handler may throw with the very trailers of its context: they are there already.</summary>
    private void AddTrailers(Metadata trailers)
    {
        if (ReferenceEquals(trailers, _trailers))
        {
            return;
        }

        foreach (var entry in trailers)
        {
            ResponseTrailersCore.Add(entry);
        }
    }

    /// <summary>
    /// Ends the response, unless the deadline has done so, and lasts until the caller has taken it. Kestrel itself would not
    /// wait, and could not be told to reset the stream then.
    /// </summary>
    internal ValueTask<FlushResult> EndAsync()
    {
        lock (_kit.Gate)
        {
            _over = true;
            if (!_ended)
            {
                _ended = true;
                FixStatus();
                WriteStatus();
            }
        }

        if (_endedByDeadline is not null)
        {
            return new ValueTask<FlushResult>(_endedByDeadline);
        }

        LimitDraining();
        return Drain();
    }

    /// <summary>Nothing of the call is under way any more.</summary>
    internal void Close()
    {
        lock (_kit.Gate)
        {
            _closed = true;
            _kit.StopClock();
            if (!_writing) // else a handler left a write behind, and it has the writer
            {
                _kit.Writer.Dispose();
                _runtime.GiveBack(_kit);
            }
        }

        _abortion.Unregister();
        _runtime.Telemetry.Ended(Http, _method, _status.StatusCode, _runtime.Clock.GetElapsedTime(_started));
    }

    /// <summary>Sends what is left, together with the status.</summary>
    private ValueTask<FlushResult> Drain()
    {
        if (Unflushed == 0)
        {
            return default;
        }

        var taken = Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        var completed = Http.Response.CompleteAsync();
        return completed.IsCompletedSuccessfully ? taken : AfterAsync(completed, taken);
    }

    private static async ValueTask<FlushResult> AfterAsync(Task completed, ValueTask<FlushResult> taken)
    {
        await completed;
        return await taken;
    }

    /// <summary>
    /// The caller's clock runs out a little before ours: it started earlier, and the timeout was rounded up to three
    /// digits on its way. Its reset then means the deadline, and not a change of mind.
    /// </summary>
    private bool IsAboutTime => _deadlineTime != DateTime.MaxValue
        && _deadlineTime - _runtime.Clock.GetUtcNow().UtcDateTime < TimeSpan.FromMilliseconds(20) + ((_allowed ?? default) * 0.01);

    /// <summary>The transport's own exceptions may come before the token that tells of the same abortion.</summary>
    private bool IsEchoOfTheEnd(Exception exception) =>
        exception is ConnectionAbortedException or ConnectionResetException
        || (exception is IOException && Reader.IsBroken)
        || exception.InnerException is ConnectionAbortedException or ConnectionResetException
        || (IsCancelled
            && exception is OperationCanceledException or IOException or InvalidOperationException);

    /// <summary>What the handler's own work fails with is told, even where no caller is left to be told.</summary>
    private void LogEcho(Exception exception)
    {
        bool isOurs = exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException
            || exception.InnerException is ConnectionAbortedException or ConnectionResetException
            || ReferenceEquals(exception, _ofOurOwn)
            || (exception is IOException && Reader.IsBroken);
        if (!isOurs)
        {
            Log.HandlerFailed(_runtime.Log, _method.FullName, exception);
        }

        Log.Cancelled(_runtime.Log, _method.FullName);
    }

    /// <summary>A filter that catches nothing: what reads and writes throw once the call has ended is no news from the handler.</summary>
    internal bool Remember(Exception exception)
    {
        _ofOurOwn = exception;
        return false;
    }

    internal void ThrowIfCancelled()
    {
        if (IsCancelled)
        {
            throw new OperationCanceledException("The call has ended.", CancellationTokenCore);
        }
    }

    private bool IsCancelled => _pastDeadline || Http.RequestAborted.IsCancellationRequested;

    /// <summary>Under the gate. Most handlers that ask for their token have real work to do; the others need no source.</summary>
    private CancellationTokenSource OpenSource()
    {
        if (_source is null)
        {
            _source = new CancellationTokenSource();
            if (_pastDeadline)
            {
                _source.Cancel();
            }

            _abortion = Http.RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        return _source;
    }

    private bool OwesMessage => !_messageWritten && _method.Type is (MethodType.Unary or MethodType.ClientStreaming);

    private void FixStatus()
    {
        if (_pastDeadline)
        {
            _status = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
            _trailers?.Clear();
        }
        else if (_status.StatusCode is < StatusCode.OK or > StatusCode.Unauthenticated)
        {
            _status = new Status(StatusCode.Unknown, _status.Detail, _status.DebugException); // no code of the protocol
        }
        else if (_status.StatusCode == StatusCode.OK && OwesMessage)
        {
            // A handler threw "OK": nothing came of the call that its caller could have.
            Log.NoMessage(_runtime.Log, _method.FullName);
            _status = new Status(StatusCode.Internal, "The call ended with OK, but without the message that belongs to it.");
        }
    }
}
