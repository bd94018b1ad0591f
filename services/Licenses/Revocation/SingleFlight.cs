using System.Collections.Concurrent;

namespace Licenses.Revocation;

/// <summary>Lets many who want the same thing at once wait for one piece of work.</summary>
internal sealed class SingleFlight<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> _flights = new();

    /// <summary>Joins the work under way for a key, or starts it. The work must not depend on one caller's token.</summary>
    public Task<TValue> RunAsync(TKey key, Func<TKey, Task<TValue>> work)
    {
        if (_flights.TryGetValue(key, out var underWay))
        {
            return underWay.Value;
        }

        var started = new Lazy<Task<TValue>>(() => FlyAsync(key, work));
        return _flights.GetOrAdd(key, started).Value;
    }

    private async Task<TValue> FlyAsync(TKey key, Func<TKey, Task<TValue>> work)
    {
        try
        {
            return await work(key);
        }
        finally
        {
            _flights.TryRemove(key, out _);
        }
    }
}
