using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_call_is_measured_on_both_sides_by_OpenTelemetrys_names()
    {
        await using var host = await StartAsync();
        using var measurements = new Measurements(host.Host);
        host.Service.Unary = (request, _) => request.ResponseSize == 0
            ? Task.FromResult(new SimpleResponse())
            : throw new RpcException(new Status(StatusCode.NotFound, ""));

        await host.Client.UnaryCallAsync(new SimpleRequest());
        await ThrowsAsync(StatusCode.NotFound, () => host.Client.UnaryCallAsync(new SimpleRequest { ResponseSize = 1 }).ResponseAsync);
        await ThrowsAsync(StatusCode.Unimplemented, () => new UnimplementedService.UnimplementedServiceClient(host.Channel)
            .UnimplementedCallAsync(new Empty()).ResponseAsync);

        const string Method = "rpc.method=grpc.testing.TestService/UnaryCall";
        await EventuallyAsync(() => measurements.Of("rpc.server.call.duration").Count(line => line.Contains("UnaryCall", StringComparison.Ordinal)) >= 2);
        Assert.Contains(measurements.Of("rpc.server.call.duration"), line => line == $"rpc.system.name=grpc {Method} rpc.response.status_code=OK");
        Assert.Contains(measurements.Of("rpc.server.call.duration"), line => line == $"rpc.system.name=grpc {Method} rpc.response.status_code=NOT_FOUND");
        Assert.Contains(
            measurements.Of("rpc.server.call.duration"),
            line => line == "rpc.system.name=grpc rpc.method=_OTHER rpc.response.status_code=UNIMPLEMENTED error.type=UNIMPLEMENTED");
        Assert.Contains(
            measurements.Of("rpc.client.call.duration"),
            line => line.StartsWith($"rpc.system.name=grpc {Method} rpc.response.status_code=NOT_FOUND server.address=127.0.0.1", StringComparison.Ordinal)
                && line.EndsWith("error.type=NOT_FOUND", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Client_and_server_spans_belong_to_one_trace_and_name_the_call()
    {
        var spans = new ConcurrentQueue<Activity>();
        var sampled = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Grpc.Net.Client" or "Microsoft.AspNetCore" or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                sampled.Enqueue(string.Join(' ', options.Tags?.Select(tag => $"{tag.Key}={tag.Value}") ?? []));
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var host = await StartAsync();
        host.Service.Unary = (_, _) => throw new RpcException(new Status(StatusCode.Internal, ""));
        ActivityTraceId trace;

        using (var root = source.StartActivity("root")!)
        {
            trace = root.TraceId;
            await ThrowsAsync(StatusCode.Internal, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
            await ThrowsAsync(StatusCode.Unimplemented, () => host.Client.UnimplementedCallAsync(new Empty()).ResponseAsync);
            await ThrowsAsync(StatusCode.Unimplemented, () => new UnimplementedService.UnimplementedServiceClient(host.Channel)
                .UnimplementedCallAsync(new Empty()).ResponseAsync);
            Assert.Same(root, Activity.Current);
        }

        await EventuallyAsync(() => spans.Count(span => span.TraceId == trace) == 7);
        Assert.Contains(sampled, tags => tags.StartsWith(
            "rpc.system.name=grpc rpc.method=grpc.testing.TestService/UnaryCall server.address=127.0.0.1 server.port=", StringComparison.Ordinal));
        var unknown = Assert.Single(spans, span => span.TraceId == trace && span.Kind == ActivityKind.Server && span.DisplayName == "_OTHER");
        Assert.Equal("_OTHER", unknown.GetTagItem("rpc.method"));
        Assert.Equal("grpc.testing.UnimplementedService/UnimplementedCall", unknown.GetTagItem("rpc.method_original"));
        foreach (var (name, kind) in new[] { ("Grpc.Net.Client.GrpcOut", ActivityKind.Client), ("Microsoft.AspNetCore.Hosting.HttpRequestIn", ActivityKind.Server) })
        {
            var span = Assert.Single(spans, span => span.TraceId == trace && span.OperationName == name
                && span.DisplayName == "grpc.testing.TestService/UnaryCall");
            Assert.Equal(kind, span.Kind);
            Assert.Equal("grpc.testing.TestService/UnaryCall", span.DisplayName);
            Assert.Equal("grpc", span.GetTagItem("rpc.system.name"));
            Assert.Equal("INTERNAL", span.GetTagItem("rpc.response.status_code"));
            Assert.Equal("13", span.GetTagItem("grpc.status_code"));
            Assert.Equal("/grpc.testing.TestService/UnaryCall", span.GetTagItem("grpc.method"));
            Assert.Equal(ActivityStatusCode.Error, span.Status);
        }
    }

    [Theory]
    [InlineData(false, "CANCELLED")]
    [InlineData(true, "(DEADLINE_EXCEEDED|CANCELLED)")] // the caller's reset may come well before the server's own deadline
    public async Task A_call_that_its_caller_ends_is_not_measured_as_unknown(bool byDeadline, string expected)
    {
        await using var host = await StartAsync();
        using var measurements = new Measurements(host.Host);
        host.Service.Unary = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new SimpleResponse();
        };
        using var cancellation = new CancellationTokenSource();
        using var call = host.Client.UnaryCallAsync(
            new SimpleRequest(),
            deadline: byDeadline ? DateTime.UtcNow.AddMilliseconds(200) : null,
            cancellationToken: cancellation.Token);
        cancellation.CancelAfter(byDeadline ? Timeout.Infinite : 200);

        await Record.ExceptionAsync(() => call.ResponseAsync);

        await EventuallyAsync(() => measurements.Of("rpc.server.call.duration").Any());
        Assert.Matches($"rpc.response.status_code={expected}( |$)", Assert.Single(measurements.Of("rpc.server.call.duration")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_fails_before_it_is_sent_has_lasted_only_since_it_began(bool stream)
    {
        await using var host = await StartAsync(channel: options => options.MaxSendMessageSize = 10);
        using var measurements = new Measurements(host.Host);
        var payload = new Payload { Body = Google.Protobuf.ByteString.CopyFrom(new byte[100]) };
        var before = Stopwatch.GetTimestamp();

        await ThrowsAsync(StatusCode.ResourceExhausted, async () =>
        {
            if (stream)
            {
                using var call = host.Client.StreamingOutputCall(new StreamingOutputCallRequest { Payload = payload });
                await call.ResponseStream.MoveNext();
            }

            await host.Client.UnaryCallAsync(new SimpleRequest { Payload = payload });
        });

        var own = measurements.Values("rpc.client.call.duration", $"server.port={host.Host.Address.Port} ");
        Assert.InRange(Assert.Single(own), 0, Stopwatch.GetElapsedTime(before).TotalSeconds);
    }

    /// <summary>What the runtime's instruments recorded while this object lived.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _lines = [];

        internal Measurements(GrpcHost host)
        {
            var ownMeters = host.Services.GetRequiredService<IMeterFactory>(); // other tests run beside this one
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Licenses.Grpc" && (instrument.Meter.Scope is null || instrument.Meter.Scope == ownMeters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
                _lines.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
            _listener.Start();
        }

        internal IEnumerable<string> Of(string instrument) =>
            _lines.Where(line => line.Instrument == instrument).Select(line => line.Tags);

        internal IEnumerable<double> Values(string instrument, string tag) => _lines
            .Where(line => line.Instrument == instrument && $"{line.Tags} ".Contains(tag, StringComparison.Ordinal))
            .Select(line => line.Value);

        public void Dispose() => _listener.Dispose();
    }
}
