namespace Licenses.Verification;

/// <summary>Since when something is known to exist. Unproven, that is the time of verification and no earlier.</summary>
internal readonly record struct ProofOfExistence(DateTimeOffset Time, bool IsProven)
{
    public static ProofOfExistence Now(DateTimeOffset at) => new(at, IsProven: false);

    /// <summary>The earlier of this and a proven time.</summary>
    public ProofOfExistence Or(DateTimeOffset? proven) =>
        proven is { } time && time <= Time ? new ProofOfExistence(time, IsProven: true) : this;
}
