using System.Globalization;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>Refuses what is not a gRPC request, before a call begins.</summary>
internal static class RequestGate
{
    internal static bool Refuses(HttpContext http)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
        {
            http.Response.Headers.Upgrade = "HTTP/2";
            Refuse(http, StatusCodes.Status426UpgradeRequired, $"Request protocol '{http.Request.Protocol}' is not supported.");
            return true;
        }

        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed; // a CORS preflight that no middleware took
            return true;
        }

        if (!WireHeaders.IsGrpc(http.Request.ContentType))
        {
            Refuse(http, StatusCodes.Status415UnsupportedMediaType, "The content-type is missing or not application/grpc.");
            return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the request's path is exactly this one, after the host's base. Routes ignore case, dots and percent-encoding;
    /// to gRPC all of them are other names.
    /// </summary>
    internal static bool Names(HttpContext http, string path)
    {
        var sent = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return string.Equals(http.Request.Path.Value, path, StringComparison.Ordinal)
            && sent?.EndsWith(path, StringComparison.Ordinal) == true
            && (sent.Length == path.Length || http.Request.PathBase.HasValue);
    }

    /// <summary>Lifts Kestrel's limits where the runtime's own take their place.</summary>
    internal static void LiftTransportLimits(HttpContext http, bool streamsRequests, int? maxReceive)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Kestrel would close the connection, with all its calls; here a call has its own limit
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } max } size)
        {
            if (streamsRequests || maxReceive is null)
            {
                size.MaxRequestBodySize = null;
            }
            else if (max < (long)maxReceive + FrameHeader.Size)
            {
                size.MaxRequestBodySize = (long)maxReceive + FrameHeader.Size;
            }
        }
    }

    private static void Refuse(HttpContext http, int httpStatus, string detail)
    {
        http.Response.StatusCode = httpStatus;
        http.Response.Headers[WireHeaders.Status] = ((int)StatusCode.Internal).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[WireHeaders.Message] = PercentEncoding.Encode(StatusLimits.Cut(detail, StatusLimits.MaxMessage));
    }
}
