namespace Licenses.Trust;

/// <summary>Where facts may be remembered between readers (this process, Redis). Unreachable means empty, no exception.</summary>
/// <remarks>An older fact never overwrites a newer one, and nothing overwrites a final revocation.</remarks>
public interface IRevocationCache
{
    /// <summary>The remembered fact, however old, unless a newer list of its issuer outdates it.</summary>
    ValueTask<RevocationFact?> FindAsync(RevocationKey key, CancellationToken cancellationToken);

    /// <summary>Remembers a fact until a time, and tells other nodes that what they hold of it is outdated.</summary>
    ValueTask StoreAsync(RevocationFact fact, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes the right to fetch, shared by all nodes, for a short while. Best effort: who cannot ask has it.</summary>
    ValueTask<FetchRight> TryTakeAsync(RevocationKey key, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Gives the right back.</summary>
    ValueTask GiveBackAsync(RevocationKey key, FetchRight right, CancellationToken cancellationToken);
}

/// <summary>Whether this node is the one to fetch.</summary>
/// <param name="IsMine">It is; false: another node is at it.</param>
/// <param name="Token">What proves it when it is given back; empty where nothing was taken.</param>
public readonly record struct FetchRight(bool IsMine, string Token);
