using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>What a channel works out once for each method.</summary>
internal sealed record ClientMethod(IMethod Method, Uri Uri, string ServiceUrl, RetryPolicy? Retry)
{
    internal string SpanName { get; } = RpcAttributes.MethodName(Method);

    /// <summary>What a span has from its creation on, so that samplers see it.</summary>
    internal KeyValuePair<string, object?>[] SpanTags { get; } =
    [
        new(RpcAttributes.System, RpcAttributes.Grpc),
        new(RpcAttributes.Method, RpcAttributes.MethodName(Method)),
        new("server.address", Uri.Host),
        new("server.port", Uri.Port),
        new("grpc.method", Method.FullName),
    ];

    internal static ClientMethod Create(IMethod method, GrpcChannel channel)
    {
        var authority = channel.IsSecure && channel.Address.Port == 443 ? channel.Address.Host : channel.Address.Authority;
        return new ClientMethod(
            method,
            new Uri(channel.Address, method.FullName),
            $"{channel.Address.Scheme}://{authority}/{method.ServiceName}",
            FindRetry(method, channel.Options));
    }

    /// <summary>The most exact configuration wins: method, then service, then default.</summary>
    private static RetryPolicy? FindRetry(IMethod method, GrpcChannelOptions options)
    {
        RetryPolicy? best = null;
        int bestRank = 0;
        foreach (var config in options.ServiceConfig?.MethodConfigs ?? [])
        {
            foreach (var name in config.Names)
            {
                int rank = Rank(name, method);
                if (rank > bestRank)
                {
                    (best, bestRank) = (config.RetryPolicy, rank);
                }
            }
        }

        Validate(best);
        return best;
    }

    private static int Rank(MethodName name, IMethod method)
    {
        if (string.IsNullOrEmpty(name.Service))
        {
            return string.IsNullOrEmpty(name.Method) ? 1 : 0;
        }

        return name.Service != method.ServiceName ? 0
            : string.IsNullOrEmpty(name.Method) ? 2
            : name.Method == method.Name ? 3 : 0;
    }

    private static void Validate(RetryPolicy? policy)
    {
        if (policy is null)
        {
            return;
        }

        if (policy is not { MaxAttempts: > 1, BackoffMultiplier: > 0, RetryableStatusCodes.Count: > 0 }
            || !(policy.InitialBackoff > TimeSpan.Zero) || !(policy.MaxBackoff > TimeSpan.Zero))
        {
            throw new InvalidOperationException(
                "A retry policy needs MaxAttempts above 1, positive InitialBackoff, MaxBackoff and BackoffMultiplier, and status codes.");
        }
    }
}
