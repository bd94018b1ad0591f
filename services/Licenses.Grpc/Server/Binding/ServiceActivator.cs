using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes the service object of one call: from the container where registered there, else for this call only.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    internal Lease Create(IServiceProvider services) => services.GetService<TService>() is { } registered
        ? new Lease(registered, false)
        : new Lease(_factory.Value(services, null), true);

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
