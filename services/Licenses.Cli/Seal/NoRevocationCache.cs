using Licenses.Trust;

namespace Licenses.Cli.Seal;

/// <summary>Nothing is shared with other processes: a command's own memory is all there is.</summary>
internal sealed class NoRevocationCache : IRevocationCache
{
    public ValueTask<CachedRevocation> FindAsync(RevocationKey key, CancellationToken cancellationToken) => default;

    public ValueTask StoreAsync(RevocationFact fact, DateTimeOffset until, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<FetchRight> TryTakeAsync(RevocationKey key, TimeSpan longest, CancellationToken cancellationToken) =>
        new(new FetchRight(true, ""));

    public ValueTask GiveBackAsync(RevocationKey key, FetchRight right, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
