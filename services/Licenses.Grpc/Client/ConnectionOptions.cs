using Grpc.Net.Client;

namespace Grpc.Limits;

/// <summary>
/// How the connections of a channel are kept, where the official options leave it to the handler. Clients made by
/// <c>AddGrpcClient</c> take it from <c>services.Configure&lt;ConnectionOptions&gt;(name, …)</c>; for a channel of one's own:
/// <c>new GrpcChannelOptions { HttpHandler = new ConnectionOptions { … }.CreateHandler() }</c>.
/// </summary>
public sealed class ConnectionOptions
{
    /// <summary>
    /// After how long a silence of the server it is asked whether it is still there; at least a second. Null: never. Many
    /// servers of others take a ping more often than every five minutes for abuse, and end the connection.
    /// </summary>
    public TimeSpan? PingAfter { get; set; }

    /// <summary>
    /// How long the answer may take, at least a second. Then the connection's calls fail with INTERNAL: SocketsHttpHandler
    /// tells of a missing answer as of any broken protocol.
    /// </summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether connections without calls are asked too.</summary>
    public bool PingsIdleConnections { get; set; }

    /// <summary>How long opening a connection may take. Null: as long as the system's own limits, and the call's deadline.</summary>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>How many bytes of one response may come before the caller reads them: 65,535 to 16 MiB.</summary>
    public int StreamWindow { get; set; } = 65_535;

    /// <summary>A handler with these settings, for channels; certificates and proxies are set on it as usual.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = PingAfter ?? Timeout.InfiniteTimeSpan,
        KeepAlivePingTimeout = PingTimeout,
        KeepAlivePingPolicy = PingsIdleConnections ? HttpKeepAlivePingPolicy.Always : HttpKeepAlivePingPolicy.WithActiveRequests,
        ConnectTimeout = ConnectTimeout ?? Timeout.InfiniteTimeSpan,
        InitialHttp2StreamWindowSize = StreamWindow,
        PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new PausingStream(context.PlaintextStream)),
    };
}
