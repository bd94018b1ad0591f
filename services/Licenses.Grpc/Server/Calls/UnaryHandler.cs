using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>One request, one response.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    UnaryServerMethod<TRequest, TResponse> invoke,
    MethodOptions options,
    CallRuntime runtime) : CallHandler<TRequest, TResponse>(method, options, runtime)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call, TRequest? request)
    {
        await WriteSingleAsync(call, await invoke(request ?? throw NoRequest(), call));
    }
}
