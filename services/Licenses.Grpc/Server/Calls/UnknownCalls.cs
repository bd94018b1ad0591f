using System.Globalization;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server;

/// <summary>Answers calls to methods and services that nobody mapped.</summary>
internal static class UnknownCalls
{
    internal static void Map(IEndpointRouteBuilder routes, CallRuntime runtime, string service)
    {
        if (runtime.Options.IgnoreUnknownServices != true && runtime.UnknownRoutes.Add(""))
        {
            Map(routes, runtime, "{service}/{method}", "Service is unimplemented.", int.MaxValue);
        }

        if (runtime.UnknownRoutes.Add(service))
        {
            Map(routes, runtime, service + "/{method}", "Method is unimplemented.", int.MaxValue - 1);
        }
    }

    internal static Task RefuseAsync(HttpContext http, CallRuntime runtime, string detail)
    {
        if (RequestGate.Refuses(http))
        {
            return Task.CompletedTask;
        }

        var trailers = new Metadata();
        runtime.Explain(new Status(StatusCode.Unimplemented, detail), trailers, http.Request.Path.Value ?? "");
        foreach (var entry in trailers)
        {
            http.Response.Headers.Append(entry.Key, WireMetadata.HeaderValue(entry));
        }

        http.Response.ContentType = WireHeaders.ContentType;
        http.Response.Headers[WireHeaders.Status] = ((int)StatusCode.Unimplemented).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[WireHeaders.Message] = detail;
        runtime.Telemetry.Ended(http, null, StatusCode.Unimplemented, TimeSpan.Zero);
        return Task.CompletedTask;
    }

    private static void Map(IEndpointRouteBuilder routes, CallRuntime runtime, string template, string detail, int order)
    {
        var pattern = RoutePatternFactory.Parse(template, null, new { method = new IsGrpcCall() });
        var builder = routes.Map(pattern, http => RefuseAsync(http, runtime, detail));
        builder.Add(endpoint =>
        {
            endpoint.DisplayName = $"gRPC - {detail}";
            endpoint.Metadata.Add(new UnknownCallMetadata());
            ((RouteEndpointBuilder)endpoint).Order = order;
        });
    }

    /// <summary>Leaves everything that is not a gRPC call to other endpoints.</summary>
    private sealed class IsGrpcCall : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null
            && HttpMethods.IsPost(httpContext.Request.Method)
            && WireHeaders.IsGrpc(httpContext.Request.ContentType);
    }
}
