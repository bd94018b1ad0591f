namespace Licenses.Trust;

/// <summary>
/// Whether this process's clock can be relied on: it doubts when the clock jumps, and when something is met that was
/// fetched or said later than now. A doubt lasts a minute from its last cause.
/// </summary>
public sealed class ClockWatch(TimeProvider clock)
{
    /// <summary>How far clocks may differ: more means that one of them is wrong.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private (DateTimeOffset Time, long Ticks) _last = (clock.GetUtcNow(), clock.GetTimestamp());
    private long? _doubtedAt;

    /// <summary>Something from the future was met.</summary>
    public void Doubt()
    {
        lock (_gate)
        {
            _doubtedAt = clock.GetTimestamp();
        }

        RevocationTelemetry.CountFuture();
    }

    /// <summary>Looks at the clock.</summary>
    public bool IsDoubtful()
    {
        lock (_gate)
        {
            var now = (Time: clock.GetUtcNow(), Ticks: clock.GetTimestamp());
            var expected = _last.Time + clock.GetElapsedTime(_last.Ticks, now.Ticks);
            if ((now.Time - expected).Duration() > Skew)
            {
                _doubtedAt = now.Ticks;
            }

            _last = now;
            return _doubtedAt is { } since && clock.GetElapsedTime(since, now.Ticks) < Lasting;
        }
    }
}
