using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory;

/// <summary>The channels of registered clients, one for each name; they live as long as the container.</summary>
internal sealed class ClientChannels(
    IOptionsMonitor<GrpcClientFactoryOptions> options, IHttpMessageHandlerFactory handlers, ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> _channels = new(StringComparer.Ordinal);

    internal CallInvoker CreateInvoker(string name, IServiceProvider services)
    {
        var invoker = _channels.GetOrAdd(name, key => new Lazy<GrpcChannel>(() => Open(key))).Value.CreateCallInvoker();
        var own = options.Get(name);
        foreach (var create in own.Interceptors.AsEnumerable().Reverse())
        {
            invoker = invoker.Intercept(create(services));
        }

        foreach (var credentials in own.Credentials)
        {
            invoker = invoker.Intercept(new ContextInterceptor((host, options) => (host, options.WithCredentials(
                options.Credentials is { } ofCall ? CallCredentials.Compose(credentials, ofCall) : credentials))));
        }

        return invoker;
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            if (channel.IsValueCreated)
            {
                channel.Value.Dispose();
            }
        }
    }

    private GrpcChannel Open(string name)
    {
        var own = options.Get(name);
        var channel = new GrpcChannelOptions { HttpHandler = handlers.CreateHandler(name), LoggerFactory = loggers };
        foreach (var configure in own.ChannelOptionsActions)
        {
            configure(channel);
        }

        return GrpcChannel.ForAddress(
            own.Address ?? throw new InvalidOperationException($"Could not resolve the address for gRPC client '{name}'. Set an address when registering the client."),
            channel);
    }
}
