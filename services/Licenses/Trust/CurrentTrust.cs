namespace Licenses.Trust;

/// <summary>The trust store that counts now. A change replaces it as a whole; a verification under way keeps the one it began with.</summary>
/// <param name="store">What counts to begin with.</param>
/// <param name="clock">Tells when a store that counts until a time has ended.</param>
public sealed class CurrentTrust(TrustStore store, TimeProvider clock)
{
    private volatile TrustStore _store = store;

    /// <summary>Told after each replacement.</summary>
    public event Action? Replaced;

    /// <summary>The store that counts at this instant, whenever it was put here.</summary>
    public TrustStore Store => _store is { Until: not null } timed ? timed.At(clock.GetUtcNow()) : _store;

    public void Replace(TrustStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        Replaced?.Invoke();
    }
}
