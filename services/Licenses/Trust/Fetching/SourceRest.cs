namespace Licenses.Trust.Fetching;

/// <summary>
/// Leaves a source alone for a while after it failed; then one caller probes it, while the others go on without it until
/// it has answered. The pause doubles with each failure in a row.
/// </summary>
internal sealed class SourceRest(TimeSpan firstPause, TimeSpan longestPause)
{
    private const int MostDoublings = 16;

    private readonly Lock _gate = new();
    private int _failures;
    private DateTimeOffset _until;
    private bool _isProbed;

    /// <summary>It failed when it was last asked: it rests, or whoever asks it now is its probe.</summary>
    public bool IsDoubtful => Volatile.Read(ref _failures) > 0;

    /// <summary>Why it rests.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>When it is asked again; a time of the past where it does not rest.</summary>
    public DateTimeOffset Until
    {
        get
        {
            lock (_gate)
            {
                return _until;
            }
        }
    }

    /// <summary>Whether to ask it now; false while it rests, or while somebody else probes it.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_failures == 0)
            {
                return true;
            }

            if (now < _until && _until - now <= longestPause) // a longer rest means a clock that was set back
            {
                return false;
            }

            _until = now + Pause();
            _isProbed = true;
            return true;
        }
    }

    /// <summary>It was not asked after all, for want of a place here: where this was its probe, the next caller may.</summary>
    public void GiveBack(DateTimeOffset now)
    {
        lock (_gate)
        {
            _until = _isProbed ? now : _until;
            _isProbed = false;
        }
    }

    public void Succeed()
    {
        lock (_gate)
        {
            _failures = 0;
            _until = default;
            _isProbed = false;
        }
    }

    /// <summary>It failed. Those who asked it together fail together: that is one failure, and their probe's is the next.</summary>
    public void Fail(string why, DateTimeOffset now)
    {
        lock (_gate)
        {
            LastFailure = why;
            if (_failures > 0 && !_isProbed)
            {
                return;
            }

            _isProbed = false;
            _failures++;
            _until = now + Pause();
        }
    }

    private TimeSpan Pause()
    {
        var pause = firstPause * Math.Pow(2, Math.Min(_failures - 1, MostDoublings));
        return pause < longestPause ? pause : longestPause;
    }
}
