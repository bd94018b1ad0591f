using Licenses.Crypto.Tsp;

namespace Licenses.Trust.Fetching;

/// <summary>What asking for a timestamp led to.</summary>
public abstract record TimeStampOutcome
{
    private TimeStampOutcome()
    {
    }

    /// <param name="Token">A verified token.</param>
    /// <param name="Authority">Who gave it.</param>
    public sealed record Stamped(TimeStampToken Token, Uri Authority) : TimeStampOutcome;

    /// <param name="Why">What each authority did; one sentence.</param>
    /// <param name="RetryAt">When the first of them is asked again.</param>
    public sealed record Unavailable(LocalizedText Why, DateTimeOffset RetryAt) : TimeStampOutcome;
}

/// <summary>No authority gave a good timestamp: what was to be stamped cannot be, now.</summary>
public sealed class TimeStampUnavailableException(LocalizedText why, DateTimeOffset retryAt) : Exception(why.En)
{
    /// <summary>What each authority did; one sentence.</summary>
    public LocalizedText Why { get; } = why;

    public DateTimeOffset RetryAt { get; } = retryAt;
}
