using Grpc.Framing;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// What one call needs and another can have after it: every call has a limit, reads and writes, and fresh objects for
/// that would be most of what it costs.
/// </summary>
internal sealed class CallKit : IDisposable
{
    private readonly ITimer _timer;
    private ServerCall? _call;

    internal CallKit(TimeProvider clock)
    {
        // A late tick for an earlier call finds the present one, which looks at its own limit.
        _timer = clock.CreateTimer(
            static self => Volatile.Read(ref ((CallKit)self!)._call)?.OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal Lock Gate { get; } = new();

    /// <summary>Only for what the runtime itself reads: a handler may keep its stream beyond the call.</summary>
    internal MessageReader Reader { get; } = new();

    internal MessageWriter Writer { get; } = new();

    internal void StartClock(ServerCall call, TimeSpan left)
    {
        Volatile.Write(ref _call, call);
        RestartClock(left);
    }

    internal void RestartClock(TimeSpan left) => _timer.Change(
        left.TotalMilliseconds < uint.MaxValue - 1 ? left : TimeSpan.FromMilliseconds(uint.MaxValue - 2), Timeout.InfiniteTimeSpan);

    internal void StopClock()
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _call, null);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Writer.Dispose();
    }
}
