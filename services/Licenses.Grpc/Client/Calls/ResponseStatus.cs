using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>Reads the status of a call out of HTTP responses, headers and failures.</summary>
internal static class ResponseStatus
{
    /// <summary>The status if these headers end the call, else null: messages follow.</summary>
    internal static Status? OfHeaders(HttpResponseMessage response)
    {
        if (response.Version < HttpVersion.Version20)
        {
            return new Status(StatusCode.Internal, $"Bad gRPC response. Response protocol downgraded to HTTP/{response.Version.ToString(2)}.");
        }

        if (TryRead(response.Headers.NonValidated, out var status))
        {
            return status;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Status(
                OfHttp((int)response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");
        }

        return WireHeaders.IsGrpc(ContentType(response))
            ? null
            : new Status(StatusCode.Unknown, $"Bad gRPC response. Invalid content-type value: {ContentType(response)}");
    }

    internal static Status OfTrailers(HttpResponseMessage response) =>
        TryRead(response.TrailingHeaders.NonValidated, out var status)
            ? status
            : new Status(StatusCode.Unknown, "No grpc-status found on response.");

    /// <summary>How a failure of the transport is told (RST_STREAM codes, sockets).</summary>
    internal static StatusCode OfFailure(Exception? exception)
    {
        var found = StatusCode.Internal;
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is HttpProtocolException protocol)
            {
                // Only in words is a connection that the server closed (GOAWAY) told from a stream that it reset.
                return protocol.Message.Contains("closed the connection", StringComparison.Ordinal)
                    ? StatusCode.Unavailable
                    : OfErrorCode(protocol.ErrorCode);
            }

            // A request body is cancelled when its connection breaks; a cancellation of ours never comes here.
            if (exception is System.Net.Sockets.SocketException or IOException or OperationCanceledException
                or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError })
            {
                found = StatusCode.Unavailable;
            }
        }

        return found;
    }

    internal static void AddTo(Metadata metadata, HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            if (WireHeaders.IsHiddenFromCaller(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                metadata.AddHeader(name, value);
            }
        }
    }

    internal static string? Find(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;

    private static bool TryRead(HttpHeadersNonValidated headers, out Status status)
    {
        status = default;
        if (Find(headers, WireHeaders.Status) is not { } text)
        {
            return false;
        }

        // A code that we do not know is still a failure: it becomes UNKNOWN, never OK.
        bool known = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code <= 16;
        var message = PercentEncoding.Decode(Find(headers, WireHeaders.Message) ?? "");
        status = new Status(known ? (StatusCode)code : StatusCode.Unknown, message);
        return true;
    }

    private static string ContentType(HttpResponseMessage response) =>
        Find(response.Content.Headers.NonValidated, "Content-Type") ?? "";

    private static StatusCode OfHttp(int status) => status switch
    {
        400 or 431 or (>= 100 and < 200) => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    // RFC 9113, 7
    private static StatusCode OfErrorCode(long code) => code switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
