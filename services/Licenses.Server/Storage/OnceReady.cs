namespace Licenses.Server.Storage;

/// <summary>Does a preparation once, however many wait for it; one that failed is tried again by the next who needs it.</summary>
internal sealed class OnceReady(Func<CancellationToken, ValueTask> prepare)
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _isReady;

    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        _isReady ? ValueTask.CompletedTask : PrepareAsync(cancellationToken);

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_isReady)
            {
                await prepare(cancellationToken);
                _isReady = true;
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
