namespace Licenses.Testing.Clock;

/// <summary>The real time, moved by as much as a test wants; timers and ages go on as they are.</summary>
public sealed class MovedClock : TimeProvider
{
    private long _ticks;

    public TimeSpan By
    {
        get => new(Interlocked.Read(ref _ticks));
        set => Interlocked.Exchange(ref _ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
}
