using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>The gRPC services that this server has mapped, with their descriptors.</summary>
internal sealed class MappedServices(EndpointDataSource endpoints)
{
    private readonly Lazy<SortedDictionary<string, ServiceDescriptor?>> _services = new(() => Read(endpoints));

    internal IReadOnlyCollection<string> Names => _services.Value.Keys;

    internal IEnumerable<ServiceDescriptor> Descriptors => _services.Value.Values.OfType<ServiceDescriptor>();

    internal bool Has(string name) => _services.Value.ContainsKey(name);

    private static SortedDictionary<string, ServiceDescriptor?> Read(EndpointDataSource endpoints)
    {
        var services = new SortedDictionary<string, ServiceDescriptor?>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is { } mapped)
            {
                services[mapped.Method.ServiceName] = FindDescriptor(mapped.ServiceType);
            }
        }

        return services;
    }

    private static ServiceDescriptor? FindDescriptor(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } binding)
            {
                return binding.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
                    as ServiceDescriptor;
            }
        }

        return null;
    }
}
