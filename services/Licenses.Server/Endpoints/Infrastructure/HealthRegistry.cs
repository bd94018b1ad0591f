namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>
/// Which parts of the server can serve ("store", "keys"). Each part reports itself; the whole, named "", serves while
/// every part does. Once the host stops, nothing serves any more.
/// </summary>
internal sealed class HealthRegistry : IDisposable
{
    internal const string Whole = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _parts = new(StringComparer.Ordinal) { [Whole] = true };
    private readonly CancellationTokenRegistration _stopping;
    private TaskCompletionSource _changed = NewSignal();

    public HealthRegistry(IHostApplicationLifetime lifetime)
    {
        _stopping = lifetime.ApplicationStopping.Register(Stop);
    }

    /// <summary>Whether the host is stopping: states change no more.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Ends at the next change of any state.</summary>
    internal Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Reports the state of one part, known before or not.</summary>
    internal void Set(string part, bool serving)
    {
        ArgumentNullException.ThrowIfNull(part);
        lock (_gate)
        {
            if (!IsStopped && (!_parts.TryGetValue(part, out bool before) || before != serving))
            {
                _parts[part] = serving;
                Signal();
            }
        }
    }

    /// <summary>Whether the part serves; null if there is no such part.</summary>
    internal bool? Find(string part)
    {
        lock (_gate)
        {
            if (part == Whole)
            {
                return !IsStopped && _parts.Values.All(serving => serving);
            }

            return _parts.TryGetValue(part, out bool serves) ? serves && !IsStopped : null;
        }
    }

    public void Dispose() => _stopping.Dispose();

    private void Stop()
    {
        lock (_gate)
        {
            IsStopped = true;
            Signal();
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
