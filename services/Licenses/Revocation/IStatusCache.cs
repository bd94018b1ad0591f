namespace Licenses.Revocation;

/// <summary>Where statuses may be remembered between readers (this process, Redis). Unreachable means empty, no exception.</summary>
/// <remarks>An older version never overwrites a newer one.</remarks>
public interface IStatusCache
{
    /// <summary>The remembered entry, however old; the reader decides whether it is fresh enough.</summary>
    ValueTask<StatusEntry?> FindAsync(LicenseNumber number, CancellationToken cancellationToken);

    /// <summary>Remembers an entry unless a newer version, or the same version read later, is there.</summary>
    ValueTask StoreAsync(StatusEntry entry, CancellationToken cancellationToken);

    /// <summary>Forgets an entry that the database contradicts.</summary>
    ValueTask ForgetAsync(LicenseNumber number, CancellationToken cancellationToken);

    /// <summary>Remembers a change and tells the other nodes of it. Never fails: readers are bounded by age in any case.</summary>
    /// <returns>Whether the other nodes could be told.</returns>
    ValueTask<bool> PublishAsync(StatusEntry entry, CancellationToken cancellationToken);
}
