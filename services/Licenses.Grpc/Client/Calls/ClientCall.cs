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

        if (!IsFinished)
        {
            _cancellation.Cancel();
            Finish(new Status(StatusCode.Cancelled, "gRPC call disposed."), Metadata.Empty);
        }
    }

    /// <summary>Gives the call up because a read or write of it was cancelled.</summary>
    internal void Cancel() => _cancellation.Cancel();

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
        var status = ResponseStatus.OfTrailers(response);
        if (needsMessage && status.StatusCode == StatusCode.OK)
        {
            status = NoMessage;
        }

        var trailers = new Metadata();
        ResponseStatus.AddTo(trailers, response.TrailingHeaders.NonValidated);
        Finish(status, trailers);
        return GetStatus();
    }

    /// <summary>Starts the clock. Throws if the time is already up, or the caller no longer wants the call.</summary>
    protected void Start()
    {
        _callerCancels = Options.CancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
        _channelStops = Channel.Stopping.UnsafeRegister(static call => ((ClientCall)call!).Dispose(), this);
        Token.ThrowIfCancellationRequested(); // what was cancelled before has cancelled us by now
        if (_deadline == DateTime.MaxValue)
        {
            return;
        }

        var left = _deadline - DateTime.UtcNow;
        if (left <= TimeSpan.Zero)
        {
            _pastDeadline = true;
            throw new OperationCanceledException("The deadline has passed before the call.");
        }

        _timer = new Timer(static call => ((ClientCall)call!).OnTimer(), this, DueTime(left), Timeout.InfiniteTimeSpan);
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

        _timer?.Dispose();
        _callerCancels.Unregister();
        _channelStops.Unregister();
        OnFinished();
        EndTelemetry(status.StatusCode);
        _end?.TrySetResult();
    }

    protected virtual void OnFinished()
    {
    }

    private void OnTimer()
    {
        var left = _deadline - DateTime.UtcNow;
        if (left > TimeSpan.Zero)
        {
            _timer?.Change(DueTime(left), Timeout.InfiniteTimeSpan);
            return;
        }

        _pastDeadline = true;
        _cancellation.Cancel();
    }

    private static TimeSpan DueTime(TimeSpan left) =>
        left.TotalMilliseconds < uint.MaxValue - 1 ? left : TimeSpan.FromMilliseconds(uint.MaxValue - 2);
}
