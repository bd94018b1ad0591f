namespace Grpc.Framing;

/// <summary>Header names of the protocol.</summary>
internal static class WireHeaders
{
    internal const string Status = "grpc-status";
    internal const string Message = "grpc-message";
    internal const string StatusDetails = "grpc-status-details-bin";
    internal const string Timeout = "grpc-timeout";
    internal const string Encoding = "grpc-encoding";
    internal const string AcceptEncoding = "grpc-accept-encoding";
    internal const string PreviousAttempts = "grpc-previous-rpc-attempts";
    internal const string RetryPushback = "grpc-retry-pushback-ms";
    internal const string ContentType = "application/grpc";

    /// <summary>A switch in metadata that names the encoding of one call; it is translated and never sent.</summary>
    internal const string EncodingRequest = "grpc-internal-encoding-request";

    /// <summary>Exactly application/grpc, or that with a suffix or parameters.</summary>
    internal static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');

    /// <summary>Request headers that the runtime reads itself and services do not see.</summary>
    internal static bool IsHiddenFromService(string name) => name.StartsWith(':')
        || Is(name, Encoding) || Is(name, AcceptEncoding) || Is(name, Timeout) || Is(name, "content-encoding")
        || Is(name, "content-type") || Is(name, "te") || Is(name, "host") || Is(name, "accept-encoding");

    /// <summary>Response headers and trailers that the runtime reads itself and callers do not see.</summary>
    internal static bool IsHiddenFromCaller(string name) =>
        Is(name, Status) || Is(name, Message) || Is(name, Encoding) || Is(name, AcceptEncoding)
        || Is(name, "content-encoding") || Is(name, "content-type");

    /// <summary>
    /// Metadata that a service or caller may set, but the runtime must not send in its name: what the protocol says
    /// itself, and what HTTP/2 has no place for (RFC 9113, 8.2.2).
    /// </summary>
    internal static bool IsReserved(string name) => name.StartsWith(':')
        || Is(name, Status) || Is(name, Message)
        || Is(name, Timeout) || Is(name, EncodingRequest) || Is(name, Encoding) || Is(name, AcceptEncoding)
        || Is(name, "content-type") || Is(name, "content-length") || Is(name, "te") || Is(name, "host")
        || Is(name, "user-agent") || Is(name, "connection") || Is(name, "keep-alive") || Is(name, "proxy-connection")
        || Is(name, "transfer-encoding") || Is(name, "upgrade");

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
