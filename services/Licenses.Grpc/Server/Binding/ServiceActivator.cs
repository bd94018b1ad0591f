using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes the service object of one call: from the container where registered there, else for this call only.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    /// <summary>Runs a method on the service object; one from the container needs no wait for its disposal.</summary>
    internal Task<TResult> InvokeAsync<TArgument, TResult>(
        ServerCallContext context, TArgument argument, Func<TService, TArgument, ServerCallContext, Task<TResult>> method)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? method(registered, argument, context)
            : InvokeOwnedAsync(new Lease(_factory.Value(services, null), true), argument, context, method);
    }

    internal Lease Create(IServiceProvider services) => services.GetService<TService>() is { } registered
        ? new Lease(registered, false)
        : new Lease(_factory.Value(services, null), true);

    private static async Task<TResult> InvokeOwnedAsync<TArgument, TResult>(
        Lease service, TArgument argument, ServerCallContext context, Func<TService, TArgument, ServerCallContext, Task<TResult>> method)
    {
        await using (service)
        {
            return await method(service.Instance, argument, context);
        }
    }

    internal readonly struct Lease(TService instance, bool owned) : IAsyncDisposable
    {
        internal TService Instance => instance;

        public ValueTask DisposeAsync()
        {
            if (owned)
            {
                if (instance is IAsyncDisposable asynchronous)
                {
                    return asynchronous.DisposeAsync();
                }

                (instance as IDisposable)?.Dispose();
            }

            return default;
        }
    }
}
