namespace Licenses.Revocation;

/// <summary>Makes a committed status known: at once in this process, then in the cache and on the other nodes.</summary>
public sealed class StatusAnnouncer(IStatusCache cache, RecentStatuses recent)
{
    /// <summary>Called after the commit of an issue or a change. Never fails: readers are bounded by age in any case.</summary>
    /// <returns>Whether the other nodes could be told.</returns>
    public async ValueTask<bool> AnnounceAsync(StatusEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        recent.Put(entry, recent.Epoch);
        return await cache.PublishAsync(entry, cancellationToken);
    }
}
