using Licenses.Trust;

namespace Licenses.Server.Caching;

/// <summary>The default cache of facts about certificates: this process only. There are no other nodes to agree with.</summary>
internal sealed class MemoryRevocationCache(int capacity, TimeProvider clock) : IRevocationCache
{
    private readonly RecentRevocations _entries = new(capacity, clock);

    /// <summary>Forgets all: the trust has changed under which it was verified.</summary>
    public void Clear() => _entries.Clear();

    public ValueTask<CachedRevocation> FindAsync(RevocationKey key, CancellationToken cancellationToken) =>
        new(new CachedRevocation(_entries.FindFact(key), null));

    public ValueTask StoreAsync(RevocationFact fact, DateTimeOffset until, CancellationToken cancellationToken)
    {
        _entries.Put(fact);
        return ValueTask.CompletedTask;
    }

    public ValueTask<FetchRight> TryTakeAsync(RevocationKey key, TimeSpan longest, CancellationToken cancellationToken) =>
        new(new FetchRight(true, ""));

    public ValueTask GiveBackAsync(RevocationKey key, FetchRight right, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
