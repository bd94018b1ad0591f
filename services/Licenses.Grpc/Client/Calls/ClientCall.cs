using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>One call under way, without its message types: its time, its end, and what is known of both.</summary>
internal abstract partial class ClientCall : IDisposable
{
    private static readonly Status NoMessage = new(StatusCode.Internal, "Failed to deserialize response message.");

    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly DateTime _deadline;
    private readonly string? _host;
    private CancellationTokenRegistration _callerCancels;
    private CancellationTokenRegistration _channelStops;
    private Timer? _timer;
    private Metadata? _responseHeaders;
    private Metadata _trailers = Metadata.Empty;
    private TaskCompletionSource? _end;
    private Status? _status;
    private bool _pastDeadline;
    private bool _disposed;

    protected ClientCall(GrpcChannel channel, IMethod method, string? host, CallOptions options)
    {
        Channel = channel;
        Method = channel.Describe(method);
        Options = options;
        _host = host;
        _deadline = options.Deadline ?? DateTime.MaxValue;
        if (_deadline.Kind != DateTimeKind.Utc && _deadline != DateTime.MaxValue && _deadline != DateTime.MinValue)
        {
            throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
        }
    }

    internal CancellationToken Token => _cancellation.Token;

    internal bool IsFinished => Finished is not null;

    protected GrpcChannel Channel { get; }

    protected ClientMethod Method { get; }

    protected CallOptions Options { get; }

    /// <summary>The response once its headers are in and no further attempt will be made.</summary>
    protected Task<HttpResponseMessage> Response => _response.Task;

    private Status? Finished
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    internal async Task<Metadata> ResponseHeadersAsync()
    {
        var response = await _response.Task;
        var headers = new Metadata();
        ResponseStatus.AddTo(headers, response.Headers.NonValidated);
        return Interlocked.CompareExchange(ref _responseHeaders, headers, null) ?? headers;
    }

    internal Status GetStatus() => Finished
        ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    internal Metadata GetTrailers() => IsFinished
        ? _trailers
        : throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        Cancel();
    }

    /// <summary>
    /// Gives the call up: because its caller wants that, a read or write of it was cancelled, or its time is up. It ends
    /// here and now, and its stream is reset, for there need not be anybody else under way who would notice.
    /// </summary>
    internal void Cancel()
    {
        if (IsFinished)
        {
            return;
        }

        try
        {
            _cancellation.Cancel();
        }
        finally
        {
            Finish(StatusOf(new OperationCanceledException(Token)), Metadata.Empty);
        }
    }

    /// <summary>Completes when the call has ended.</summary>
    internal Task WaitForEndAsync()
    {
        lock (_gate)
        {
            return _status is null
                ? (_end ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }
    }

    /// <summary>What to throw for a failure, which also ends the call.</summary>
    internal Exception Failure(Exception exception)
    {
        Finish(StatusOf(exception), (exception as RpcException)?.Trailers ?? Metadata.Empty);
        return ToException();
    }

    /// <summary>The finished call's status as an exception.</summary>
    internal Exception ToException()
    {
        var failure = new RpcException(GetStatus(), _trailers);
        return Channel.Options.ThrowOperationCanceledOnCancellation && Token.IsCancellationRequested
            && failure.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
            ? new OperationCanceledException(failure.Status.Detail, failure, Token)
            : failure;
    }

    /// <summary>What a failure of the transport, or our own cancellation, is in gRPC's terms.</summary>
    internal Status StatusOf(Exception exception)
    {
        if (_pastDeadline || (exception is not RpcException && DateTime.UtcNow >= _deadline))
        {
            return new Status(StatusCode.DeadlineExceeded, "", exception);
        }

        if (Token.IsCancellationRequested)
        {
            return new Status(StatusCode.Cancelled, _disposed ? "gRPC call disposed." : "Call canceled by the client.", exception);
        }

        return exception is RpcException rpc
            ? rpc.Status
            : new Status(ResponseStatus.OfFailure(exception), $"Error starting gRPC call. {ExceptionChain.Describe(exception)}", exception);
    }

    /// <summary>Reads the status that ends the response; the call is over. No success without the message it promises.</summary>
    protected Status FinishByTrailers(HttpResponseMessage response, bool needsMessage = false)
    {
        var status = InOurTime(ResponseStatus.OfTrailers(response));
        if (needsMessage && status.StatusCode == StatusCode.OK)
        {
            status = NoMessage;
        }

        var trailers = new Metadata();
        ResponseStatus.AddTo(trailers, response.TrailingHeaders.NonValidated);
        Finish(status, trailers);
        return GetStatus();
    }

    /// <summary>A server may learn first that its caller's time is up, as a cancellation; the caller knows it better.</summary>
    private Status InOurTime(Status status) => status.StatusCode == StatusCode.Cancelled && DateTime.UtcNow >= _deadline
        ? new Status(StatusCode.DeadlineExceeded, status.Detail, status.DebugException)
        : status;

    /// <summary>Starts the clock. Throws if the time is already up, or the caller no longer wants the call.</summary>
    protected void Start()
    {
        ClientLog.Starting(Channel.Log, Method.Method.FullName, Channel.Address);
        _callerCancels = Options.CancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
        _channelStops = Channel.Stopping.UnsafeRegister(static call => ((ClientCall)call!).Dispose(), this);
        if (_deadline != DateTime.MaxValue)
        {
            var left = _deadline - DateTime.UtcNow;
            _pastDeadline = left <= TimeSpan.Zero;
            if (!_pastDeadline)
            {
                _timer = new Timer(static call => ((ClientCall)call!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(DueTime(left), Timeout.InfiniteTimeSpan); // not before it is known: a tick a little early starts it again
            }
        }

        if (IsFinished)
        {
            LetGo(); // what ended the call may have come before these were there to let go
        }

        Token.ThrowIfCancellationRequested(); // what was cancelled before has cancelled us by now
        if (_pastDeadline)
        {
            throw new OperationCanceledException("The deadline has passed before the call.");
        }
    }

    /// <summary>The first end counts; later ones are echoes. A response of headers alone is given with the end it names.</summary>
    protected void Finish(Status status, Metadata trailers, HttpResponseMessage? ending = null)
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                return;
            }

            _trailers = trailers;
            _status = status;
        }

        if (ending is not null)
        {
            _response.TrySetResult(ending);
        }
        else if (_response.Task.IsCompleted || !_response.TrySetException(new RpcException(status, trailers)))
        {
            // Not read to its end, the stream is reset; read to its end, nothing happens.
            _response.Task.GetAwaiter().GetResult().Dispose();
        }
        else
        {
            _ = _response.Task.Exception; // observed: nobody has to ask for the headers
        }

        LetGo();
        OnFinished();
        LogEnd(status);
        EndTelemetry(status.StatusCode);
        CountOutcome(status.StatusCode);
        _end?.TrySetResult();
    }

    private void LogEnd(Status status)
    {
        if (status.StatusCode == StatusCode.OK)
        {
            ClientLog.Ended(Channel.Log, Method.Method.FullName);
        }
        else if (status.StatusCode == StatusCode.Cancelled && Token.IsCancellationRequested)
        {
            ClientLog.Cancelled(Channel.Log, Method.Method.FullName);
        }
        else
        {
            ClientLog.Failed(Channel.Log, Method.Method.FullName, status.StatusCode, status.Detail, status.DebugException);
        }
    }

    protected virtual void OnFinished()
    {
    }

    /// <summary>What could still end the call no longer holds it.</summary>
    private void LetGo()
    {
        _timer?.Dispose();
        _callerCancels.Unregister();
        _channelStops.Unregister();
    }

    private void OnTimer()
    {
        try
        {
            var left = _deadline - DateTime.UtcNow;
            if (left > TimeSpan.Zero)
            {
                _timer?.Change(DueTime(left), Timeout.InfiniteTimeSpan);
                return;
            }

            _pastDeadline = true;
            Cancel();
        }
        catch (Exception exception) // of who listens to the call's end; on a timer's thread it would end the process
        {
            ClientLog.EndFailed(Channel.Log, Method.Method.FullName, exception);
        }
    }

    private static TimeSpan DueTime(TimeSpan left) =>
        left.TotalMilliseconds < uint.MaxValue - 1 ? left : TimeSpan.FromMilliseconds(uint.MaxValue - 2);
}
