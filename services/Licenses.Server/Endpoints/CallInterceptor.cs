using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Licenses.Server.Endpoints;

/// <summary>An interceptor that does the same around every shape of call.</summary>
internal abstract class CallInterceptor : Interceptor
{
    protected abstract Task AroundAsync(ServerCallContext context, Func<Task> call);

    public sealed override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        TResponse? response = null;
        await AroundAsync(context, async () => response = await continuation(request, context));
        return response ?? throw new InvalidOperationException($"{context.Method} gave no answer");
    }

    public sealed override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        TResponse? response = null;
        await AroundAsync(context, async () => response = await continuation(requestStream, context));
        return response ?? throw new InvalidOperationException($"{context.Method} gave no answer");
    }

    public sealed override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(context, () => continuation(request, responseStream, context));

    public sealed override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(context, () => continuation(requestStream, responseStream, context));
}
