namespace Grpc.AspNetCore.Server;

/// <summary>
/// The timer and the cancellation of one call. Kept for the next call when this one ended uncancelled: every call has a
/// limit, and a fresh timer and source for each would cost more than the rest of the call's state.
/// </summary>
internal sealed class CallClock : IDisposable
{
    private readonly ITimer _timer;
    private ServerCall? _call;

    internal CallClock(TimeProvider clock)
    {
        // A late tick for an earlier call finds the present one, which looks at its own deadline.
        _timer = clock.CreateTimer(
            static self => Volatile.Read(ref ((CallClock)self!)._call)?.OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal CancellationTokenSource Source { get; } = new();

    internal void Start(ServerCall call, TimeSpan left)
    {
        Volatile.Write(ref _call, call);
        Restart(left);
    }

    internal void Restart(TimeSpan left) => _timer.Change(
        left.TotalMilliseconds < uint.MaxValue - 1 ? left : TimeSpan.FromMilliseconds(uint.MaxValue - 2), Timeout.InfiniteTimeSpan);

    /// <summary>Whether another call can have this clock.</summary>
    internal bool TryStop()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _call, null);
        return Source.TryReset();
    }

    public void Dispose()
    {
        _timer.Dispose();
        Source.Dispose();
    }
}
