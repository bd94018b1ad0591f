using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to routes.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var runtime = builder.ServiceProvider.GetService<CallRuntime>()
            ?? throw new InvalidOperationException("Call services.AddGrpc() before mapping gRPC services.");
        return new GrpcServiceEndpointConventionBuilder(new ServiceMapper<TService>(builder, runtime).Map());
    }
}
