using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>When and how soon a failed call is tried again (gRFC A6).</summary>
public sealed class RetryPolicy
{
    /// <summary>Attempts in all, the first included; at least 2.</summary>
    public int? MaxAttempts { get; set; }

    public TimeSpan? InitialBackoff { get; set; }

    public TimeSpan? MaxBackoff { get; set; }

    public double? BackoffMultiplier { get; set; }

    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}
