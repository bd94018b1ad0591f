using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Both sides stream.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    DuplexStreamingServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallRuntime runtime) : CallHandler<TRequest, TResponse>(method, options, runtime)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call, TRequest? request)
    {
        var requests = new RequestStream<TRequest>(call, Method.RequestMarshaller);
        await invoke(requests, new ResponseStream<TResponse>(call, Method.ResponseMarshaller), call);
    }
}
