using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>One request, many responses.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ServerStreamingServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallRuntime runtime) : CallHandler<TRequest, TResponse>(method, options, runtime)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call, TRequest? request)
    {
        await invoke(request ?? throw NoRequest(), new ResponseStream<TResponse>(call, Method.ResponseMarshaller), call);
    }
}
