using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of one method, from HTTP request to trailers.</summary>
/// <param name="invoke">Runs the method; it gets the request where there is only one, or null where that has not come.</param>
internal sealed class CallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodOptions options, CallRuntime runtime, Func<ServerCall, TRequest?, Task> invoke)
    where TRequest : class
    where TResponse : class
{
    private readonly bool _takesOne = method.Type is MethodType.Unary or MethodType.ServerStreaming;

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
                    await invoke(call, request);
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
}
