namespace Licenses.Revocation;

/// <summary>
/// The database's clock as this process knows it: its last reading plus the time since, measured without the local
/// wall clock, so that neither a wrong nor a jumping local clock makes an old entry look fresh.
/// </summary>
internal sealed class DatabaseClock(TimeProvider clock)
{
    private Reading? _last;

    /// <summary>The local clock until the database has been asked once.</summary>
    public DateTimeOffset Now =>
        Volatile.Read(ref _last) is { } last ? last.AsOf + clock.GetElapsedTime(last.Timestamp) : clock.GetUtcNow();

    public void Observe(DateTimeOffset asOf) => Volatile.Write(ref _last, new Reading(asOf, clock.GetTimestamp()));

    private sealed record Reading(DateTimeOffset AsOf, long Timestamp);
}
