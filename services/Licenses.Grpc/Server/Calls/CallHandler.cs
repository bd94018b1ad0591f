using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of one method, from HTTP request to trailers.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, CallRuntime runtime)
    where TRequest : class
    where TResponse : class
{
    protected Method<TRequest, TResponse> Method => method;

    internal async Task HandleAsync(HttpContext http)
    {
        if (RequestGate.Refuses(http))
        {
            return;
        }

        if (!string.Equals(http.Request.Path.Value, method.FullName, StringComparison.Ordinal))
        {
            await UnknownCalls.RefuseAsync(http, runtime, "Method is unimplemented."); // routes ignore case, gRPC does not
            return;
        }

        RequestGate.LiftTransportLimits(
            http, method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming, options.MaxReceive);
        http.Response.ContentType = Framing.WireHeaders.ContentType;
        var call = new ServerCall(http, method, options, runtime);
        runtime.CallBegan();
        try
        {
            if (call.Start())
            {
                await InvokeAsync(call);
            }
        }
        catch (Exception exception) // the boundary: whatever a handler throws becomes the status of its call
        {
            call.Fail(exception);
        }

        try
        {
            await call.EndAsync();
        }
        finally
        {
            runtime.CallEnded();
        }
    }

    protected abstract Task InvokeAsync(ServerCall call);

    protected ValueTask<TRequest?> ReadSingleAsync(ServerCall call) =>
        call.Reader.ReadSingleAsync(method.RequestMarshaller, call.CancellationToken);

    protected static RpcException NoRequest() => new(new Status(StatusCode.Internal, "Incomplete message."));

    protected Task WriteSingleAsync(ServerCall call, TResponse? response) => response is null
        ? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."))
        : call.WriteAsync(response, method.ResponseMarshaller, call.WriteOptions?.Flags ?? default, flush: false, CancellationToken.None);
}
