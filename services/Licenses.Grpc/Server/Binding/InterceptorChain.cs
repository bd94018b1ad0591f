using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Puts interceptors around a handler, once per method; each call gets interceptors of its own.</summary>
internal static class InterceptorChain
{
    internal static UnaryServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = handler;
            handler = async (request, context) =>
            {
                await using var lease = registration.Create(context.GetHttpContext().RequestServices);
                return await lease.Instance.UnaryServerHandler(request, context, next);
            };
        }

        return handler;
    }

    internal static ClientStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = handler;
            handler = async (requests, context) =>
            {
                await using var lease = registration.Create(context.GetHttpContext().RequestServices);
                return await lease.Instance.ClientStreamingServerHandler(requests, context, next);
            };
        }

        return handler;
    }

    internal static ServerStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = handler;
            handler = async (request, responses, context) =>
            {
                await using var lease = registration.Create(context.GetHttpContext().RequestServices);
                await lease.Instance.ServerStreamingServerHandler(request, responses, context, next);
            };
        }

        return handler;
    }

    internal static DuplexStreamingServerMethod<TRequest, TResponse> Build<TRequest, TResponse>(
        InterceptorRegistration[] interceptors, DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = handler;
            handler = async (requests, responses, context) =>
            {
                await using var lease = registration.Create(context.GetHttpContext().RequestServices);
                await lease.Instance.DuplexStreamingServerHandler(requests, responses, context, next);
            };
        }

        return handler;
    }
}
