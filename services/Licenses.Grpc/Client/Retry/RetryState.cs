using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>Decides for one call whether and when to try again (gRFC A6).</summary>
internal sealed class RetryState(RetryPolicy policy, int? maxAttempts, RetryBudget budget)
{
    private readonly int _maxAttempts = Math.Min(policy.MaxAttempts ?? 1, maxAttempts ?? int.MaxValue);
    private TimeSpan _backoff = policy.InitialBackoff ?? TimeSpan.FromSeconds(1);

    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="status">How it failed.</param>
    /// <param name="pushback">The server's grpc-retry-pushback-ms: how long to wait, or, if no such number, not to retry.</param>
    /// <param name="delay">How long to wait before the next attempt.</param>
    internal bool MayRetry(int attempt, StatusCode status, string? pushback, out TimeSpan delay)
    {
        delay = default;
        if (!policy.RetryableStatusCodes.Contains(status))
        {
            return false;
        }

        budget.Failed();
        if (attempt >= _maxAttempts || !budget.MayRetry)
        {
            return false;
        }

        if (pushback is not null)
        {
            bool wait = int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds);
            delay = TimeSpan.FromMilliseconds(milliseconds);
            _backoff = policy.InitialBackoff ?? _backoff; // the server's word starts the backoff anew
            return wait;
        }

        delay = _backoff * (0.8 + (Random.Shared.NextDouble() * 0.4)); // spread, so that callers do not return in step
        var next = _backoff * (policy.BackoffMultiplier ?? 1);
        _backoff = policy.MaxBackoff is { } max && next > max ? max : next;
        return true;
    }
}
