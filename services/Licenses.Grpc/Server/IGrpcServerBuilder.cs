using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Carries on configuring what AddGrpc began.</summary>
public interface IGrpcServerBuilder
{
    IServiceCollection Services { get; }
}
