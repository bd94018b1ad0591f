using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor by type; from the container where registered there, else made for each call.</summary>
public class InterceptorRegistration
{
    private readonly object[] _args;
    private readonly Lazy<ObjectFactory> _factory;

    internal InterceptorRegistration(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Type = type;
        _args = arguments;
        _factory = new Lazy<ObjectFactory>(() =>
            ActivatorUtilities.CreateFactory(type, Array.ConvertAll(_args, argument => argument.GetType())));
    }

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type Type { get; }

    public IReadOnlyList<object> Arguments => _args;

    internal Lease<Interceptor> Create(IServiceProvider services) =>
        _args.Length == 0 && services.GetService(Type) is Interceptor registered
            ? new Lease<Interceptor>(registered, owned: false)
            : new Lease<Interceptor>((Interceptor)_factory.Value(services, _args), owned: true);
}
