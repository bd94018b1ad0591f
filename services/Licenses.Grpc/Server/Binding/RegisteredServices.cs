using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are registered with the container: a scope for each call is only for those that live in one.</summary>
internal sealed class RegisteredServices(IServiceCollection services)
{
    /// <summary>The service that all calls share, or null if it lives shorter or is not registered.</summary>
    internal TService? FindShared<TService>(IServiceProvider root)
        where TService : class =>
        services.LastOrDefault(service => service.ServiceType == typeof(TService) && !service.IsKeyedService) is { Lifetime: ServiceLifetime.Singleton }
            ? root.GetService<TService>()
            : null;
}
