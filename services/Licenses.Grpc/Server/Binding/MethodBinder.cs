using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server;

/// <summary>Receives the methods of a service from its generated code and maps a route for each.</summary>
internal sealed class MethodBinder<TService>(IEndpointRouteBuilder routes, CallRuntime runtime, MethodOptions options) : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new(routes.ServiceProvider);

    internal List<IEndpointConventionBuilder> Mapped { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var (target, open) = Open<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(
            method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = InterceptorChain.Build<TRequest, TResponse>(
            options.Interceptors, (UnaryServerMethod<TRequest, TResponse>)((request, context) =>
                _activator.InvokeAsync(context, request, open)));
        Map(method, target, new UnaryHandler<TRequest, TResponse>(method, invoke, options, runtime).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (target, open) = Open<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = InterceptorChain.Build<TRequest, TResponse>(
            options.Interceptors, (ClientStreamingServerMethod<TRequest, TResponse>)((requests, context) =>
                _activator.InvokeAsync(context, requests, open)));
        Map(method, target, new ClientStreamingHandler<TRequest, TResponse>(method, invoke, options, runtime).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (target, open) = Open<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = InterceptorChain.Build<TRequest, TResponse>(
            options.Interceptors, (ServerStreamingServerMethod<TRequest, TResponse>)(async (request, responses, context) =>
            {
                await using var service = _activator.Create(context);
                await open(service.Instance, request, responses, context);
            }));
        Map(method, target, new ServerStreamingHandler<TRequest, TResponse>(method, invoke, options, runtime).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (target, open) = Open<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = InterceptorChain.Build<TRequest, TResponse>(
            options.Interceptors, (DuplexStreamingServerMethod<TRequest, TResponse>)(async (requests, responses, context) =>
            {
                await using var service = _activator.Create(context);
                await open(service.Instance, requests, responses, context);
            }));
        Map(method, target, new DuplexStreamingHandler<TRequest, TResponse>(method, invoke, options, runtime).HandleAsync);
    }

    /// <summary>The most derived method of that name and those parameters, and a delegate to call it on any instance.</summary>
    private static (MethodInfo Target, TDelegate Open) Open<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            var found = type.GetMethod(
                method.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, null, parameters, null);
            if (found is not null)
            {
                return (found, found.CreateDelegate<TDelegate>());
            }
        }

        throw new InvalidOperationException($"{typeof(TService).Name} has no method {method.Name} for {method.FullName}.");
    }

    private void Map(IMethod method, MethodInfo target, RequestDelegate handle)
    {
        var endpoint = routes.Map(RoutePatternFactory.Parse(method.FullName), handle);
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {method.FullName}";
            builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
            foreach (var attribute in typeof(TService).GetCustomAttributes(inherit: true))
            {
                builder.Metadata.Add(attribute);
            }

            foreach (var attribute in target.GetCustomAttributes(inherit: true)) // the method's own come last and win
            {
                builder.Metadata.Add(attribute);
            }
        });
        Mapped.Add(endpoint);
        UnknownCalls.Map(routes, runtime, method.ServiceName);
    }
}
