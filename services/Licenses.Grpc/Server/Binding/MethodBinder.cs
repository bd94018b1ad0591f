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
        Map(method, target, async (call, request) =>
            await WriteSingleAsync(call, method, await invoke(request ?? throw NoRequest(), call)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (target, open) = Open<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = InterceptorChain.Build<TRequest, TResponse>(
            options.Interceptors, (ClientStreamingServerMethod<TRequest, TResponse>)((requests, context) =>
                _activator.InvokeAsync(context, requests, open)));
        Map(method, target, async (call, _) =>
            await WriteSingleAsync(call, method, await invoke(new RequestStream<TRequest>(call, method.RequestMarshaller), call)));
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
        Map(method, target, (call, request) =>
            invoke(request ?? throw NoRequest(), new ResponseStream<TResponse>(call, method.ResponseMarshaller), call));
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
        Map(method, target, (call, _) => invoke(
            new RequestStream<TRequest>(call, method.RequestMarshaller), new ResponseStream<TResponse>(call, method.ResponseMarshaller), call));
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

    private static RpcException NoRequest() => new(new Status(StatusCode.Internal, "Incomplete message."));

    private static Task WriteSingleAsync<TRequest, TResponse>(ServerCall call, Method<TRequest, TResponse> method, TResponse? response)
        where TResponse : class => response is null
        ? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."))
        : call.WriteAsync(response, method.ResponseMarshaller, call.WriteOptions?.Flags ?? default, flush: false, CancellationToken.None);

    private void Map<TRequest, TResponse>(
        Method<TRequest, TResponse> method, MethodInfo target, Func<ServerCall, TRequest?, Task> invoke)
        where TRequest : class
        where TResponse : class
    {
        var handler = new CallHandler<TRequest, TResponse>(method, options, runtime, invoke);
        var endpoint = routes.Map(RoutePatternFactory.Parse(method.FullName), handler.HandleAsync);
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
