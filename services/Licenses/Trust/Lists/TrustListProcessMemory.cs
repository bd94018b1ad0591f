namespace Licenses.Trust.Lists;

/// <summary>Remembers for as long as the process lives.</summary>
public sealed class TrustListProcessMemory : ITrustListMemory
{
    private readonly Lock _turn = new();
    private SeenTrustList? _seen;

    public SeenTrustList? WhatForbids(SeenTrustList offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        lock (_turn)
        {
            return _seen?.Forbids(offered) == true ? _seen : null;
        }
    }

    public ValueTask<SeenTrustList?> AdvanceAsync(SeenTrustList offered, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            var forbidding = WhatForbids(offered);
            _seen = forbidding is null ? offered : _seen;
            return new(forbidding);
        }
    }
}
