namespace Licenses.Trust;

/// <summary>
/// Bounds how much is under way at once, altogether and for each key, so that what hangs leaves room for what does not.
/// One more is refused at once: nobody queues. It remembers only keys with something under way.
/// </summary>
internal sealed class Bulkhead<TKey>(int most, int mostPerKey)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _underWay = [];
    private int _total;

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>; false where none is free.</summary>
    public bool TryEnter(TKey key)
    {
        lock (_gate)
        {
            int own = _underWay.GetValueOrDefault(key);
            if (_total >= most || own >= mostPerKey)
            {
                return false;
            }

            _underWay[key] = own + 1;
            _total++;
            return true;
        }
    }

    public void Leave(TKey key)
    {
        lock (_gate)
        {
            _total--;
            int own = _underWay[key] - 1;
            _underWay[key] = own;
            if (own == 0)
            {
                _underWay.Remove(key);
            }
        }
    }
}
