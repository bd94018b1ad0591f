namespace Licenses.Trust.Fetching;

/// <summary>What a fetch led to.</summary>
public abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    public sealed record Fetched(ReadOnlyMemory<byte> Bytes) : FetchOutcome;

    /// <param name="Why">The kind of failure.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Failed(FetchFailure Why, string Detail) : FetchOutcome;
}

/// <summary>Why nothing was fetched.</summary>
public enum FetchFailure
{
    /// <summary>The operator's list does not have the host, or the address is of a kind that is never fetched.</summary>
    NotAllowed,

    /// <summary>As many fetches as may be are under way, and no place came free in time where it might wait.</summary>
    Busy,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>No whole answer in time.</summary>
    TooSlow,

    /// <summary>More bytes than wanted.</summary>
    TooLarge,

    /// <summary>Another status than 200; redirects are not followed.</summary>
    BadStatus,
}
