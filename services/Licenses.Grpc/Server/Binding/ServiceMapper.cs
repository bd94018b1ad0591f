using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>Finds the generated binding of a service and lets it name the methods.</summary>
internal sealed class ServiceMapper<TService>(IEndpointRouteBuilder routes, CallRuntime runtime)
    where TService : class
{
    internal IReadOnlyList<IEndpointConventionBuilder> Map()
    {
        var own = routes.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var binder = new MethodBinder<TService>(routes, runtime, MethodOptions.Merge(runtime.Options, own));
        var attribute = FindBinding();
        var bind = FindBindMethod(attribute);
        bind.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [binder, null], null);
        return binder.Mapped;
    }

    private static BindServiceMethodAttribute FindBinding()
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return attribute;
            }
        }

        throw new InvalidOperationException($"{typeof(TService).Name} has no generated base type that says how to bind it.");
    }

    private static MethodInfo FindBindMethod(BindServiceMethodAttribute attribute)
    {
        foreach (var method in attribute.BindType.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (method.Name == attribute.BindMethodName
                && method.GetParameters() is [{ } binder, { } service]
                && binder.ParameterType == typeof(ServiceBinderBase)
                && service.ParameterType.IsAssignableFrom(typeof(TService)))
            {
                return method;
            }
        }

        throw new InvalidOperationException($"{attribute.BindType.Name} has no method {attribute.BindMethodName} for {typeof(TService).Name}.");
    }
}
