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

    /// <summary>The interceptor, and whether it was made here and so has to be disposed of here.</summary>
    internal (Interceptor Interceptor, bool Owned) Create(IServiceProvider services)
    {
        if (_args.Length == 0 && services.GetService(Type) is Interceptor registered)
        {
            return (registered, false);
        }

        return ((Interceptor)_factory.Value(services, _args), true);
    }
}
