using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>Names each finished call on the host's activity and in a histogram, by OpenTelemetry's rpc conventions.</summary>
internal sealed class ServerTelemetry
{
    private readonly Histogram<double> _duration;

    public ServerTelemetry(IMeterFactory meters)
    {
        _duration = meters.Create(RpcAttributes.MeterName).CreateHistogram(
            "rpc.server.call.duration", "s", "Duration of served calls.", null, RpcAttributes.DurationBuckets);
    }

    /// <param name="method">Null for a method that nobody mapped: its name is the caller's invention.</param>
    internal void Ended(HttpContext http, IMethod? method, StatusCode status, TimeSpan elapsed)
    {
        var name = method is null ? RpcAttributes.OtherMethod : RpcAttributes.MethodName(method);
        if (_duration.Enabled)
        {
            var tags = new TagList
            {
                { RpcAttributes.System, RpcAttributes.Grpc },
                { RpcAttributes.Method, name },
                { RpcAttributes.Status, RpcAttributes.StatusName(status) },
            };
            if (RpcAttributes.IsServerError(status))
            {
                tags.Add(RpcAttributes.ErrorType, RpcAttributes.StatusName(status));
            }

            _duration.Record(elapsed.TotalSeconds, tags);
        }

        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
        {
            Describe(activity, http, method, name, status);
        }
    }

    private static void Describe(Activity activity, HttpContext http, IMethod? method, string name, StatusCode status)
    {
        activity.DisplayName = name;
        activity.SetTag("grpc.method", method?.FullName ?? name);
        activity.SetTag("grpc.status_code", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        activity.SetTag(RpcAttributes.System, RpcAttributes.Grpc);
        activity.SetTag(RpcAttributes.Method, name);
        if (method is null)
        {
            // Callers invent such names without end: one span can bear it, a metric could not.
            activity.SetTag(RpcAttributes.OriginalMethod, http.Request.Path.Value?.TrimStart('/'));
        }

        activity.SetTag(RpcAttributes.Status, RpcAttributes.StatusName(status));
        activity.SetTag("server.address", http.Request.Host.Host);
        activity.SetTag("server.port", http.Connection.LocalPort);
        if (RpcAttributes.IsServerError(status))
        {
            activity.SetTag(RpcAttributes.ErrorType, RpcAttributes.StatusName(status));
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
