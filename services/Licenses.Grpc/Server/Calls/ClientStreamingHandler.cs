using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Many requests, one response.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ClientStreamingServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallRuntime runtime) : CallHandler<TRequest, TResponse>(method, options, runtime)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call, TRequest? request)
    {
        var requests = new RequestStream<TRequest>(call, Method.RequestMarshaller);
        await WriteSingleAsync(call, await invoke(requests, call));
    }
}
