namespace Licenses.Server.Caching;

/// <summary>Leaves something alone for a while after it failed several times in a row, then lets one try through.</summary>
internal sealed class CircuitBreaker(int failuresToOpen, TimeSpan pause, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private int _failures;
    private long _openedAt;

    /// <summary>False while it is to be left alone.</summary>
    public bool TryEnter()
    {
        if (Volatile.Read(ref _failures) < failuresToOpen)
        {
            return true;
        }

        lock (_gate)
        {
            if (clock.GetElapsedTime(_openedAt) < pause)
            {
                return false;
            }

            _openedAt = clock.GetTimestamp(); // this caller tries; the others wait for another pause
            return true;
        }
    }

    /// <summary>True when this success ended a pause.</summary>
    public bool Succeed()
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            return false;
        }

        lock (_gate)
        {
            var wasOpen = _failures >= failuresToOpen;
            _failures = 0;
            return wasOpen;
        }
    }

    /// <summary>True when this failure began a pause.</summary>
    public bool Fail()
    {
        lock (_gate)
        {
            _failures = Math.Min(_failures + 1, failuresToOpen + 1);
            if (_failures != failuresToOpen)
            {
                return false;
            }

            _openedAt = clock.GetTimestamp();
            return true;
        }
    }
}
