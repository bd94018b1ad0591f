using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>One span and one measurement for each call, by OpenTelemetry's rpc conventions.</summary>
internal abstract partial class ClientCall
{
    private static readonly ActivitySource Source = new("Grpc.Net.Client");
    private static readonly Meter Meter = new(RpcAttributes.MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "rpc.client.call.duration", "s", "Duration of calls, retries included.", null, RpcAttributes.DurationBuckets);

    private Activity? _activity;
    private long _started;

    /// <summary>Before anything of the call can fail. The span is the current one until the calling method is back.</summary>
    protected void StartTelemetry()
    {
        _started = Stopwatch.GetTimestamp();
        _activity = Source.StartActivity("Grpc.Net.Client.GrpcOut", ActivityKind.Client, default(ActivityContext), Method.SpanTags);
        if (_activity is not null)
        {
            _activity.DisplayName = Method.SpanName;
        }
    }

    private void EndTelemetry(StatusCode status)
    {
        if (Duration.Enabled)
        {
            var tags = new TagList
            {
                { RpcAttributes.System, RpcAttributes.Grpc },
                { RpcAttributes.Method, Method.SpanName },
                { RpcAttributes.Status, RpcAttributes.StatusName(status) },
                { "server.address", Channel.Address.Host },
                { "server.port", Channel.Address.Port },
            };
            if (status != StatusCode.OK)
            {
                tags.Add(RpcAttributes.ErrorType, RpcAttributes.StatusName(status));
            }

            Duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        }

        if (_activity is not { } activity)
        {
            return;
        }

        activity.SetTag("grpc.status_code", ((int)status).ToString(CultureInfo.InvariantCulture));
        activity.SetTag(RpcAttributes.Status, RpcAttributes.StatusName(status));
        if (status != StatusCode.OK)
        {
            activity.SetTag(RpcAttributes.ErrorType, RpcAttributes.StatusName(status));
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }
}
