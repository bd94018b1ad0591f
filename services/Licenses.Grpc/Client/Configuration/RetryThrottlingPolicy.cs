namespace Grpc.Net.Client.Configuration;

/// <summary>Stops retries while a server is in trouble: each failure takes a token, each success gives a part back.</summary>
public sealed class RetryThrottlingPolicy
{
    public int? MaxTokens { get; set; }

    public double? TokenRatio { get; set; }
}
