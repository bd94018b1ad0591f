namespace Licenses.Testing.Clock;

/// <summary>Time that stands still until a test moves it. Timers fire within <see cref="Advance"/>, in order.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward, stopping at every timer that falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = GetUtcNow() + by;
        while (TakeDue(target) is { } due)
        {
            due();
        }

        lock (_gate)
        {
            _now = target;
        }
    }

    private Action? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            if (_timers.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt) is not { } next)
            {
                return null;
            }

            _now = next.DueAt > _now ? next.DueAt : _now;
            next.DueAt += next.Period;
            if (next.Period <= TimeSpan.Zero)
            {
                _timers.Remove(next);
            }

            return next.Fire;
        }
    }

    private void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime >= TimeSpan.Zero) // Timeout.InfiniteTimeSpan is negative: never
            {
                timer.DueAt = _now + dueTime;
                timer.Period = period;
                _timers.Add(timer);
            }
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        public Action Fire { get; } = fire;

        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Schedule(this, dueTime, period);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
