namespace Licenses.Sealing.Renewal;

/// <summary>What became of one document.</summary>
public abstract record RenewalResult
{
    private RenewalResult() { } // closed: only the cases below exist

    /// <summary>A newer version is stored.</summary>
    public sealed record Renewed : RenewalResult;

    /// <summary>There was nothing to do now; its time was written down anew.</summary>
    public sealed record NotDue : RenewalResult;

    /// <summary>Somebody else has renewed it meanwhile.</summary>
    public sealed record Overtaken : RenewalResult;

    /// <summary>It could not be renewed now, and is tried again.</summary>
    public sealed record Postponed(string Why) : RenewalResult;

    /// <summary>It can no longer be renewed: a further timestamp would prove nothing.</summary>
    public sealed record Lost(string Why) : RenewalResult;
}
