using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>Puts interceptors around a handler, once per method; each call gets interceptors of its own.</summary>
internal static class InterceptorChain
{
    internal static UnaryServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Build(interceptors, handler, (registration, next) => async (request, context) =>
        {
            await using var lease = Create(registration, context);
            return await lease.Instance.UnaryServerHandler(request, context, next);
        });

    internal static ClientStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Build(interceptors, handler, (registration, next) => async (requests, context) =>
        {
            await using var lease = Create(registration, context);
            return await lease.Instance.ClientStreamingServerHandler(requests, context, next);
        });

    internal static ServerStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Build(interceptors, handler, (registration, next) => async (request, responses, context) =>
        {
            await using var lease = Create(registration, context);
            await lease.Instance.ServerStreamingServerHandler(request, responses, context, next);
        });

    internal static DuplexStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Build(interceptors, handler, (registration, next) => async (requests, responses, context) =>
        {
            await using var lease = Create(registration, context);
            await lease.Instance.DuplexStreamingServerHandler(requests, responses, context, next);
        });

    /// <summary>The first one named is the outermost.</summary>
    private static THandler Build<THandler>(
        InterceptorRegistration[] interceptors, THandler handler, Func<InterceptorRegistration, THandler, THandler> around)
        where THandler : Delegate => interceptors.Reverse().Aggregate(handler, (next, registration) => around(registration, next));

    private static Lease<Interceptor> Create(InterceptorRegistration registration, ServerCallContext context) =>
        registration.Create(context.GetHttpContext().RequestServices);
}
