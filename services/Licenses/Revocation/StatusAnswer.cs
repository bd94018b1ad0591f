namespace Licenses.Revocation;

/// <summary>What can be told of a license's status. Only <see cref="Known"/> may lead to "in force".</summary>
public abstract record StatusAnswer
{
    private StatusAnswer() { } // closed: only the cases below exist

    /// <summary>The status, as old as the caller allows at most.</summary>
    /// <param name="Entry">The status and when the database said so.</param>
    /// <param name="NotAfter">From when on the answer must not be relied upon: ask again before.</param>
    public sealed record Known(StatusEntry Entry, DateTimeOffset NotAfter) : StatusAnswer;

    /// <summary>The database holds no such license.</summary>
    public sealed record NoSuchLicense : StatusAnswer;

    /// <summary>It cannot be told now; never to be read as "in force".</summary>
    public sealed record Unavailable(StatusGap Why, DateTimeOffset RetryAt) : StatusAnswer;
}

/// <summary>Why a status cannot be told.</summary>
public enum StatusGap
{
    /// <summary>The database did not answer, and nothing remembered is fresh enough.</summary>
    StoreUnavailable,

    /// <summary>The database is behind what was seen before: one of the two is wrong.</summary>
    SourcesDisagree,
}
