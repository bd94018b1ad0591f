namespace Licenses.Verification;

/// <summary>
/// The proofs of existence that a document's trusted timestamps give (EN 319 102-1, 5.6.2.3): each covers every byte
/// that stands before its end.
/// </summary>
internal sealed class ProofsOfExistence(DateTimeOffset now)
{
    private readonly List<(long End, DateTimeOffset Time)> _stamps = [];

    public DateTimeOffset Now { get; } = now;

    public void Add(long end, DateTimeOffset time) => _stamps.Add((end, time));

    /// <summary>Since when what stands at a place is known to exist.</summary>
    public ProofOfExistence Of(long place) => _stamps
        .Where(stamp => place < stamp.End)
        .Aggregate(ProofOfExistence.Now(Now), (known, stamp) => known.Or(stamp.Time));

    /// <summary>When something that covers the first so many bytes was made at the earliest; null where nothing tells.</summary>
    public DateTimeOffset? AfterWhat(long end) => _stamps
        .Where(stamp => stamp.End < end)
        .Select(stamp => (DateTimeOffset?)stamp.Time)
        .Max();
}
