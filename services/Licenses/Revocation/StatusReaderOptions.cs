namespace Licenses.Revocation;

/// <summary>How statuses are read. The defaults hold the published bounds: one second per node, thirty per answer.</summary>
public sealed record StatusReaderOptions
{
    /// <summary>How long this process answers from its own memory without asking anyone.</summary>
    public TimeSpan RecentAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How old an answer may be when the caller names no bound.</summary>
    public TimeSpan DefaultMaxStaleness { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a caller may allow; nothing older is ever served.</summary>
    public TimeSpan LongestMaxStaleness { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long "no such license" is remembered; an issue ends it at once.</summary>
    public TimeSpan UnknownAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one read of the database may take for all who wait for it.</summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When to come back after the database gave no answer.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Every how many cache hits one is compared with the database; 1 compares all.</summary>
    public int CrossCheckEvery { get; init; } = 100;

    /// <summary>How far a cached time may lie in the future before the entry is refused.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(2);
}
