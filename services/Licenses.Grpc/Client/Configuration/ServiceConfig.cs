namespace Grpc.Net.Client.Configuration;

/// <summary>How calls behave, by method.</summary>
public sealed class ServiceConfig
{
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>Null: every call may retry. Else retries pause while too many calls fail.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}
