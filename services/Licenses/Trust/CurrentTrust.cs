namespace Licenses.Trust;

/// <summary>The trust store that counts now. A change replaces it as a whole; a verification under way keeps the one it began with.</summary>
public sealed class CurrentTrust(TrustStore store)
{
    private volatile TrustStore _store = store;

    /// <summary>Told after each replacement.</summary>
    public event Action? Replaced;

    public TrustStore Store => _store;

    public void Replace(TrustStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        Replaced?.Invoke();
    }
}
