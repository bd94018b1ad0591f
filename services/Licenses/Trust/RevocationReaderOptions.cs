namespace Licenses.Trust;

/// <summary>
/// How long facts about certificates are used. Each age is the longest: what is kept or due by it gets up to ten per cent
/// less, at random.
/// </summary>
public sealed record RevocationReaderOptions
{
    /// <summary>How long this process answers from its own memory: the longest that word of a change may be missed.</summary>
    public TimeSpan RecentAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long a fact is fetched anew, where its next update does not come first.</summary>
    public TimeSpan CacheAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The oldest fact that may clear a certificate while its source is down; its next update may end it earlier.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a failure to learn anything is remembered: seconds, so that a source that returns is noticed.</summary>
    public TimeSpan FailureAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// When somebody who found no free place is told to ask again. It is not remembered: whoever asks sooner and finds a
    /// place gets an answer.
    /// </summary>
    public TimeSpan OverloadPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many fetches may be under way at once; one more is refused at once.</summary>
    public int MostFetches { get; init; } = 128;

    /// <summary>How many of them about certificates of one issuer, so that one whose sources hang leaves room for the others.</summary>
    public int MostPerIssuer { get; init; } = 32;

    /// <summary>How long another node's fetch is waited for before this one fetches itself.</summary>
    public TimeSpan FetchWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a node keeps the others from fetching; it may have died meanwhile.</summary>
    public TimeSpan FetchRight { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far a fact's times may lie ahead of the clock: more means that one of two clocks is wrong.</summary>
    public TimeSpan ClockTolerance { get; init; } = ClockWatch.Skew;

    /// <summary>How long a revocation, which has no end, is kept between processes.</summary>
    public TimeSpan RevokedAge { get; init; } = TimeSpan.FromDays(1);
}
