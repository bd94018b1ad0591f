namespace Grpc.Core;

/// <summary>The parts that all call objects share, as tasks and closures or as functions of one state object.</summary>
internal readonly struct AsyncCallState
{
    private readonly object _responseHeaders; // Task<Metadata> or Func<object, Task<Metadata>>
    private readonly object _getStatus;
    private readonly object _getTrailers;
    private readonly object _dispose;
    private readonly object? _state;

    internal AsyncCallState(
        Func<object, Task<Metadata>> responseHeaders,
        Func<object, Status> getStatus,
        Func<object, Metadata> getTrailers,
        Action<object> dispose,
        object state)
    {
        _responseHeaders = responseHeaders;
        _getStatus = getStatus;
        _getTrailers = getTrailers;
        _dispose = dispose;
        _state = state;
    }

    internal AsyncCallState(Task<Metadata> responseHeaders, Func<Status> getStatus, Func<Metadata> getTrailers, Action dispose)
    {
        _responseHeaders = responseHeaders;
        _getStatus = getStatus;
        _getTrailers = getTrailers;
        _dispose = dispose;
    }

    internal Task<Metadata> ResponseHeadersAsync() =>
        _responseHeaders is Func<object, Task<Metadata>> function ? function(_state!) : (Task<Metadata>)_responseHeaders;

    internal Status GetStatus() =>
        _getStatus is Func<object, Status> function ? function(_state!) : ((Func<Status>)_getStatus)();

    internal Metadata GetTrailers() =>
        _getTrailers is Func<object, Metadata> function ? function(_state!) : ((Func<Metadata>)_getTrailers)();

    internal void Dispose()
    {
        if (_dispose is Action<object> action)
        {
            action(_state!);
        }
        else
        {
            ((Action)_dispose)();
        }
    }
}
