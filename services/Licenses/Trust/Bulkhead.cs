namespace Licenses.Trust;

/// <summary>
/// Bounds how much is under way at once, altogether and for each key, so that what hangs leaves room for what does not.
/// One more is refused at once, or waits for its turn where it says so; so do a bounded number. It remembers only keys with
/// something under way or waiting.
/// </summary>
internal sealed class Bulkhead<TKey>(int most, int mostPerKey, int mostWaiting = 0)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _underWay = [];
    private readonly LinkedList<Waiter> _waiting = [];
    private int _total;

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>; false where none is free.</summary>
    public bool TryEnter(TKey key)
    {
        lock (_gate)
        {
            return TryTake(key);
        }
    }

    /// <summary>Takes a place, waiting for it in turn; false where none came free in time, or too many wait already.</summary>
    public async ValueTask<bool> EnterAsync(TKey key, TimeSpan longest, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(key, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (TryTake(key))
            {
                return true;
            }

            if (_waiting.Count >= mostWaiting)
            {
                return false;
            }

            _waiting.AddLast(waiter);
        }

        try
        {
            await waiter.Turn.Task.WaitAsync(longest, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return !TryWithdraw(waiter); // it may have been given a place at the last moment
        }
        catch (OperationCanceledException)
        {
            if (!TryWithdraw(waiter))
            {
                Leave(key);
            }

            throw;
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

            CallNext();
        }
    }

    private bool TryTake(TKey key)
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

    // The first whose key has a place left: one place came free, so there is one to call at most.
    private void CallNext()
    {
        for (var next = _waiting.First; next is not null; next = next.Next)
        {
            if (TryTake(next.Value.Key))
            {
                _waiting.Remove(next);
                next.Value.Turn.SetResult();
                return;
            }
        }
    }

    private bool TryWithdraw(Waiter waiter)
    {
        lock (_gate)
        {
            return _waiting.Remove(waiter);
        }
    }

    private sealed record Waiter(TKey Key, TaskCompletionSource Turn);
}
