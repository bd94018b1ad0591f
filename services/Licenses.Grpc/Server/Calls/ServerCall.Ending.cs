using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// How a call ends: its handler returns, fails, is cancelled by the caller, or runs out of time. At the deadline the
/// response is ended at once, while the handler, which may ignore its token, goes on and finds its writes refused.
/// </summary>
internal sealed partial class ServerCall
{
    private const int ResetCancel = 8; // RFC 9113, 7

    private readonly Lock _gate = new();
    private CancellationTokenRegistration _abortion;
    private CallClock? _clock;
    private DateTime _deadlineTime = DateTime.MaxValue;
    private TimeSpan _allowed;
    private Task? _endedByDeadline;
    private bool _pastDeadline;
    private bool _ended;
    private bool _over;

    /// <summary>Starts the clock. False if the caller's time is already up.</summary>
    internal bool Start()
    {
        var remaining = _method.Type == MethodType.Unary
            ? _runtime.Limits.MaxUnaryDuration
            : _runtime.Limits.MaxStreamDuration;
        if (Http.Request.Headers.TryGetValue(WireHeaders.Timeout, out var header))
        {
            if (!GrpcTimeout.TryParse(header.ToString(), out var wished))
            {
                Log.BadTimeout(_runtime.Log, header.ToString());
            }
            else if (remaining is null || wished < remaining)
            {
                remaining = wished;
            }
        }

        if (remaining is not { } left)
        {
            return true;
        }

        _allowed = left;
        _deadlineTime = _runtime.Clock.GetUtcNow().UtcDateTime + left;
        if (left <= TimeSpan.Zero)
        {
            _pastDeadline = true;
            return false;
        }

        _clock = _runtime.TakeClock();
        _clock.Start(this, left);
        _abortion = Http.RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _clock.Source);
        return true;
    }

    /// <summary>Turns what a handler threw into the status of the call.</summary>
    internal void Fail(Exception exception)
    {
        if (exception is RpcException rpc)
        {
            Log.RpcFailed(_runtime.Log, _method.FullName, rpc.StatusCode, rpc.Status.DebugException);
            _status = rpc.Status;
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailersCore.Add(entry);
            }
        }
        else if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            _status = new Status(StatusCode.ResourceExhausted, "The request body is too large.");
        }
        else if (IsEchoOfTheEnd(exception))
        {
            // The call is over already, and what the handler says of it is only an echo of that.
            Log.Cancelled(_runtime.Log, _method.FullName);
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

    /// <summary>Ends the response, unless the deadline has done so.</summary>
    internal async Task EndAsync()
    {
        Task? other;
        lock (_gate)
        {
            other = _endedByDeadline;
            if (!_ended)
            {
                _ended = true;
                FixStatus();
                WriteStatus();
            }
        }

        if (other is not null)
        {
            await other;
        }

        await _abortion.DisposeAsync();
        _over = true;
        if (_pastDeadline)
        {
            _clock?.Dispose(); // its timer may be about to cancel: that must not reach the next call
        }
        else if (_clock is not null)
        {
            _runtime.GiveBack(_clock);
        }

        _writer?.Dispose();
        _runtime.Telemetry.Ended(Http, _method, _status.StatusCode, _runtime.Clock.GetElapsedTime(_started));
    }

    /// <summary>
    /// The caller's clock runs out a little before ours: it started earlier, and the timeout was rounded up to three
    /// digits on its way. Its reset then means the deadline, and not a change of mind.
    /// </summary>
    private bool IsAboutTime => _deadlineTime != DateTime.MaxValue
        && _deadlineTime - _runtime.Clock.GetUtcNow().UtcDateTime < TimeSpan.FromMilliseconds(20) + (_allowed * 0.01);

    /// <summary>The transport's own exceptions may come before the token that tells of the same abortion.</summary>
    private bool IsEchoOfTheEnd(Exception exception) =>
        exception is ConnectionAbortedException or ConnectionResetException
        || (exception is IOException && _reader is { IsBroken: true })
        || exception.InnerException is ConnectionAbortedException or ConnectionResetException
        || ((_pastDeadline || CancellationTokenCore.IsCancellationRequested)
            && exception is OperationCanceledException or IOException or InvalidOperationException);

    internal void OnTimer()
    {
        var left = _deadlineTime - _runtime.Clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
        {
            _clock?.Restart(left);
            return;
        }

        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _pastDeadline = true;
            if (_writing)
            {
                _ = ResetIfStuckAsync();
            }
            else
            {
                EndByDeadline();
            }
        }

        Log.DeadlineExceeded(_runtime.Log, _method.FullName);
        CancelHandler();
    }

    /// <summary>Under the gate: the writer, if any, has left the response.</summary>
    private void EndByDeadline()
    {
        _ended = true;
        FixStatus();
        if (!Http.RequestAborted.IsCancellationRequested)
        {
            WriteStatus();
            _endedByDeadline = CompleteResponseAsync();
        }
    }

    private async Task CompleteResponseAsync()
    {
        bool reset = _reader is not { IsAtEnd: true };
        try
        {
            await Http.Response.CompleteAsync().WaitAsync(_runtime.Limits.EndGrace, _runtime.Clock, Http.RequestAborted);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException or IOException)
        {
            reset = true; // a reader that takes nothing cannot hold the stream
        }

        if (reset)
        {
            Reset();
        }
    }

    /// <summary>A write under way ends soon, unless the reader takes nothing; then it cannot hold the stream.</summary>
    private async Task ResetIfStuckAsync()
    {
        await Task.Delay(_runtime.Limits.EndGrace, _runtime.Clock);
        lock (_gate)
        {
            if (!_ended && _writing)
            {
                Reset();
            }
        }
    }

    private void CancelHandler()
    {
        try
        {
            _clock?.Source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended between the timer and this line.
        }
    }

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
    }
}
