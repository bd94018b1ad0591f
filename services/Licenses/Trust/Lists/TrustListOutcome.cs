namespace Licenses.Trust.Lists;

/// <summary>What became of a trust list that was offered.</summary>
public abstract record TrustListOutcome
{
    private TrustListOutcome()
    {
    }

    public sealed record Accepted(TrustList List) : TrustListOutcome;

    /// <summary>Genuine, but its time is over or has not come: nobody is trusted until a newer one is at hand.</summary>
    public sealed record Stale(TrustList List, string Detail) : TrustListOutcome;

    /// <summary>Not a list of this signer's, or one that was replaced.</summary>
    public sealed record Refused(string Detail) : TrustListOutcome;
}
