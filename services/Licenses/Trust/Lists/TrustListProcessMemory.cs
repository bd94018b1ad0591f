namespace Licenses.Trust.Lists;

/// <summary>Remembers for as long as the process lives.</summary>
public sealed class TrustListProcessMemory : ITrustListMemory
{
    private SeenTrustList? _seen;

    public SeenTrustList? Recall() => Volatile.Read(ref _seen);

    public void Remember(SeenTrustList seen) => Volatile.Write(ref _seen, seen);
}
