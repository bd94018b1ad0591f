using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>What all retries of a channel share: memory for replays, and the right to retry at all.</summary>
internal sealed class RetryBudget(RetryThrottlingPolicy? throttling, long maxBuffer)
{
    private readonly Lock _gate = new();
    private double _tokens = throttling?.MaxTokens ?? 0;
    private long _buffered;

    /// <summary>Whether at least half of the tokens are left.</summary>
    internal bool MayRetry
    {
        get
        {
            lock (_gate)
            {
                return throttling?.MaxTokens is not { } max || _tokens > max / 2.0;
            }
        }
    }

    internal void Failed() => Change(-1);

    internal void Succeeded() => Change(throttling?.TokenRatio ?? 0);

    internal bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _buffered, bytes) <= maxBuffer)
        {
            return true;
        }

        Interlocked.Add(ref _buffered, -bytes);
        return false;
    }

    internal void Release(long bytes) => Interlocked.Add(ref _buffered, -bytes);

    private void Change(double by)
    {
        if (throttling?.MaxTokens is not { } max)
        {
            return;
        }

        lock (_gate)
        {
            _tokens = Math.Clamp(_tokens + by, 0, max);
        }
    }
}
