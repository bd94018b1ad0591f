namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>Adds and maps what every gRPC server has: health and reflection.</summary>
internal static class InfrastructureEndpoints
{
    internal static IServiceCollection AddGrpcInfrastructure(this IServiceCollection services)
    {
        services.AddSingleton<HealthRegistry>();
        services.AddSingleton<MappedServices>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<ServerStop>();
        services.AddSingleton<ReflectionEndpoint>();
        services.AddSingleton<ReflectionAlphaEndpoint>();
        return services;
    }

    /// <summary>Conventions for each, such as who may call it.</summary>
    internal static (IEndpointConventionBuilder Health, IEndpointConventionBuilder Reflection, IEndpointConventionBuilder ReflectionAlpha)
        MapGrpcInfrastructure(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<HealthRegistry>(); // listens for the host's stop from the start
        return (routes.MapGrpcService<HealthEndpoint>(),
            routes.MapGrpcService<ReflectionEndpoint>(),
            routes.MapGrpcService<ReflectionAlphaEndpoint>());
    }
}
