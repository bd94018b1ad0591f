using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of one method, from HTTP request to trailers.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, CallRuntime runtime)
    where TRequest : class
    where TResponse : class
{
    private readonly bool _takesOne = method.Type is MethodType.Unary or MethodType.ServerStreaming;

    protected Method<TRequest, TResponse> Method => method;

    internal Task HandleAsync(HttpContext http)
    {
        if (RequestGate.Refuses(http))
        {
            return Task.CompletedTask;
        }

        if (!RequestGate.Names(http, method.FullName))
        {
            return UnknownCalls.RefuseAsync(http, runtime, "Method is unimplemented.");
        }

        RequestGate.LiftTransportLimits(http, !_takesOne, options.MaxReceive);
        http.Response.ContentType = Framing.WireHeaders.ContentType;
        return ServeAsync(new ServerCall(http, method, options, runtime));
    }

    /// <param name="call">The call.</param>
    /// <param name="request">The request, where there is only one.</param>
    protected abstract Task InvokeAsync(ServerCall call, TRequest? request);

    private async Task ServeAsync(ServerCall call)
    {
        runtime.CallBegan();
        try
        {
            try
            {
                if (call.Start())
                {
                    TRequest? request = null;
                    for (bool read = !_takesOne; !read;)
                    {
                        // The call's end cancels the reader.
                        read = call.Reader.TakeOnly(await call.Reader.NextAsync(CancellationToken.None), method.RequestMarshaller, ref request);
                    }

                    call.RequestArrived();
                    await InvokeAsync(call, request);
                }
            }
            catch (Exception exception) // the boundary: whatever a handler throws becomes the status of its call
            {
                call.Fail(exception);
            }

            await call.EndAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The caller is gone, or was reset: nobody takes the rest.
        }
        finally
        {
            End(call);
        }
    }

    /// <summary>However a call ended, it must be closed: its clock would find a context that is another request's by then.</summary>
    private void End(ServerCall call)
    {
        try
        {
            call.Close();
        }
        finally
        {
            runtime.CallEnded();
        }
    }

    protected static RpcException NoRequest() => new(new Status(StatusCode.Internal, "Incomplete message."));

    protected Task WriteSingleAsync(ServerCall call, TResponse? response) => response is null
        ? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."))
        : call.WriteAsync(response, method.ResponseMarshaller, call.WriteOptions?.Flags ?? default, flush: false, CancellationToken.None);
}
