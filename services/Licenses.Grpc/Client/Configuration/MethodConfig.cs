namespace Grpc.Net.Client.Configuration;

/// <summary>How calls of the named methods behave.</summary>
public sealed class MethodConfig
{
    public IList<MethodName> Names { get; } = [];

    public RetryPolicy? RetryPolicy { get; set; }
}
