using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Finds the service object of a call: one that all share, one from the call's container, or one made for the call.</summary>
internal sealed class ServiceActivator<TService>(IServiceProvider root)
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));
    private readonly Lazy<TService?> _shared = new(() => root.GetRequiredService<RegisteredServices>().FindShared<TService>(root));

    internal Lease<TService> Create(ServerCallContext context)
    {
        if (_shared.Value is { } shared)
        {
            return new Lease<TService>(shared, owned: false);
        }

        var services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? new Lease<TService>(registered, owned: false)
            : new Lease<TService>(_factory.Value(services, null), owned: true);
    }

    /// <summary>Runs a method on the service object; one from the container needs no wait for its disposal.</summary>
    internal Task<TResult> InvokeAsync<TArgument, TResult>(
        ServerCallContext context, TArgument argument, Func<TService, TArgument, ServerCallContext, Task<TResult>> method)
    {
        var service = Create(context);
        return service.IsOwned ? InvokeOwnedAsync(service, argument, context, method) : method(service.Instance, argument, context);
    }

    private static async Task<TResult> InvokeOwnedAsync<TArgument, TResult>(
        Lease<TService> service, TArgument argument, ServerCallContext context, Func<TService, TArgument, ServerCallContext, Task<TResult>> method)
    {
        await using (service)
        {
            return await method(service.Instance, argument, context);
        }
    }
}
