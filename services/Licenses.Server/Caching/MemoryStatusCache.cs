using Licenses.Revocation;

namespace Licenses.Server.Caching;

/// <summary>The default cache: this process only. Enough for one server, and for every test.</summary>
internal sealed class MemoryStatusCache(CacheOptions options, TimeProvider clock) : IStatusCache
{
    private readonly RecentStatuses _entries = new(options.Capacity, clock);

    public ValueTask<StatusEntry?> FindAsync(LicenseNumber number, CancellationToken cancellationToken) =>
        new(_entries.FindEntry(number));

    public ValueTask StoreAsync(StatusEntry entry, CancellationToken cancellationToken)
    {
        _entries.Put(entry, _entries.Epoch);
        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(LicenseNumber number, CancellationToken cancellationToken)
    {
        _entries.Forget(number);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> PublishAsync(StatusEntry entry, CancellationToken cancellationToken)
    {
        _entries.Put(entry, _entries.Epoch);
        return new(true); // there are no other nodes
    }
}
