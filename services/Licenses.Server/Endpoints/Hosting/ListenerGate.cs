namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Keeps each endpoint to its own listener: no gRPC method is reachable where no client certificate is asked for.</summary>
internal sealed class ListenerGate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isWebEndpoint = context.GetEndpoint()?.Metadata.GetMetadata<WebEndpointMetadata>() is not null;
        var isWebListener = context.Features.Get<Listener>() is { Kind: ListenerKind.Web };
        if (isWebEndpoint == isWebListener)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
