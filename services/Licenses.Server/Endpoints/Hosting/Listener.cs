namespace Licenses.Server.Endpoints.Hosting;

/// <summary>What a listener serves.</summary>
internal enum ListenerKind
{
    Grpc,
    Web,
}

/// <summary>Connection feature: through which listener a request came.</summary>
internal sealed record Listener(ListenerKind Kind);

/// <summary>Marks the endpoints of the web listener; all others belong to gRPC.</summary>
internal sealed class WebEndpointMetadata;
