namespace Licenses.Trust;

/// <summary>Where facts may be remembered between readers (this process, Redis). Unreachable means empty, no exception.</summary>
/// <remarks>An older fact never overwrites a newer one, and nothing overwrites a final revocation.</remarks>
public interface IRevocationCache
{
    /// <summary>What is remembered of a certificate and of its issuer's lists; the reader decides what it is worth.</summary>
    ValueTask<CachedRevocation> FindAsync(RevocationKey key, CancellationToken cancellationToken);

    /// <summary>Remembers a fact until a time, and tells other nodes that what they hold of it is outdated.</summary>
    ValueTask StoreAsync(RevocationFact fact, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes the right to fetch, shared by all nodes, for a short while. Best effort: who cannot ask has it.</summary>
    ValueTask<FetchRight> TryTakeAsync(RevocationKey key, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Gives the right back.</summary>
    ValueTask GiveBackAsync(RevocationKey key, FetchRight right, CancellationToken cancellationToken);
}

/// <summary>What a cache remembers.</summary>
/// <param name="Fact">About the certificate, however old; null for nothing.</param>
/// <param name="NewestList">About its issuer: of when the newest complete list is that any node has seen; null for none.</param>
public readonly record struct CachedRevocation(RevocationFact? Fact, DateTimeOffset? NewestList)
{
    /// <summary>The fact, unless a newer list may say otherwise.</summary>
    public RevocationFact? Current => Fact?.IsOutdatedBy(NewestList) == true ? null : Fact;
}

/// <summary>Whether this node is the one to fetch.</summary>
/// <param name="IsMine">It is; false: another node is at it.</param>
/// <param name="Token">What proves it when it is given back; empty where nothing was taken.</param>
public readonly record struct FetchRight(bool IsMine, string Token);
