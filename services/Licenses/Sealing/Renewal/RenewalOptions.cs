namespace Licenses.Sealing.Renewal;

/// <summary>When stored documents are renewed, and how many at a time.</summary>
/// <param name="Notice">So long before a document's last timestamp ends.</param>
/// <param name="Batch">So many in one run at most.</param>
public sealed record RenewalOptions(TimeSpan Notice, int Batch)
{
    /// <summary>How long a document that was taken is left to whoever took it.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>When what could not be renewed is tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromHours(1);
}
