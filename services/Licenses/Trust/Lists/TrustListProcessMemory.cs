namespace Licenses.Trust.Lists;

/// <summary>Remembers for as long as the process lives.</summary>
public sealed class TrustListProcessMemory : ITrustListMemory
{
    private readonly Lock _turn = new();
    private SeenTrustList? _seen;

    public SeenTrustList? Advance(SeenTrustList offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        lock (_turn)
        {
            if (_seen is { } seen && seen.Forbids(offered))
            {
                return seen;
            }

            _seen = offered;
            return null;
        }
    }
}
