using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From the gRPC call to the HTTP request that carries it.</summary>
public static class ServerCallContextExtensions
{
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is ServerCall call)
        {
            return call.Http;
        }

        // An interceptor may hand on a context of its own; it shares the state of the one it wraps.
        return serverCallContext.UserState.TryGetValue(ServerCall.HttpContextKey, out var http)
            ? (HttpContext)http
            : throw new InvalidOperationException("Could not get HttpContext from ServerCallContext.");
    }
}
