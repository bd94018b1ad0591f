using Licenses.Server.Telemetry;
using Licenses.Server.Tests.Host;
using Licenses.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Licenses.Server.Tests.Telemetry;

public sealed class OtlpExportTests
{
    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_decision_leaves_one_span_one_metric_and_one_log_line_at_the_collector(string protocol)
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc: protocol == "grpc");
        await using var server = await RunningServer.StartAsync(collector.Settings(protocol));

        var decision = await server.Center().CheckAsync(SampleStory.Enrolment());
        await server.DisposeAsync();

        var span = Assert.Single(OtlpMessage.Spans(collector.Traces), text => text.Contains(decision.DecisionId));
        Assert.Contains("ExemptionService/Check", span);
        Assert.Contains("licenses.v1.ExemptionService/Check", OtlpMessage.SpanNames(collector.Traces)); // Kestrel's own
        Assert.Contains("licenses.decisions", OtlpMessage.MetricNames(collector.Metrics));
        Assert.Contains("licenses.decision.duration", OtlpMessage.MetricNames(collector.Metrics));
        Assert.Contains("rpc.server.call.duration", OtlpMessage.MetricNames(collector.Metrics));
        Assert.Single(OtlpMessage.LogBodies(collector.Logs), body => body.Contains(decision.DecisionId));
        Assert.All(
            new[] { collector.Traces, collector.Metrics, collector.Logs },
            sent => Assert.Contains("licenses-test", OtlpMessage.ResourceValues(sent)));
    }

    [Fact]
    public async Task A_call_that_is_kept_out_is_counted()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync(collector.Settings("http/protobuf"));

        await Refused.ByAsync(async () => await new IssuingService.IssuingServiceClient(server.ChannelOf("center"))
            .IssueAsync(new IssueRequest()));
        await server.DisposeAsync();

        Assert.Contains("licenses.refusals", OtlpMessage.MetricNames(collector.Metrics));
        Assert.Contains(OtlpMessage.LogBodies(collector.Logs), body => body.Contains("ROLE_NOT_ALLOWED"));
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_exported()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.DoesNotContain(server.Services.GetServices<IHostedService>(), service => service is OtlpExport);
    }

    [Fact]
    public async Task A_collector_that_is_down_disturbs_nobody()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9", // discard: nobody listens
        });

        var license = await server.IssueFatherPermitAsync();

        Assert.NotEmpty(license.Number);
    }
}
