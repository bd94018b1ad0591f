using Grpc.Health.V1;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.V1;

namespace Licenses.Benchmarks.Figures;

/// <summary>Issuing residence permits, each for another person: composed, sealed with P-256, stored and synced.</summary>
internal sealed class IssueFigure() : Figure("issue", "issue licenses by the police department (P-256), gRPC over mTLS, 1, 8 and 32 callers")
{
    private const int CallersPerConnection = 8;
    private const int WarmUp = 3; // periods: the server is compiled anew while it runs
    private const double Aim = 200;

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        using var city = new SampleCity();
        await using var server = await MeasuredServer.StartAsync(run, cancellationToken);
        var channels = Enumerable.Range(0, 4).Select(_ => server.Connections.Open("issuer-police")).ToArray();
        var clients = channels.Select(channel => new IssuingService.IssuingServiceClient(channel)).ToArray();
        var pings = channels.Select(channel => new Health.HealthClient(channel)).ToArray();
        await CallLoad.MeasureAsync(server, 8, WarmUp * run.Period, IssueAsync); // warm
        await CallLoad.MeasureAsync(server, 8, run.Period, PingAsync);
        foreach (int callers in new[] { 1, 8, 32 })
        {
            var load = await CallLoad.MeasureAsync(server, callers, run.Period, IssueAsync);
            var ping = await CallLoad.MeasureAsync(server, callers, run.Period / 2, PingAsync);
            bool isAim = callers == 8;
            run.Add(new Row(
                $"issue a license, {callers} caller{(callers > 1 ? "s" : "")}",
                load.Describe(),
                Run.Text($"health check over the same connections {ping.PerSecond:N0}/s, p99 {ping.Percentile99.TotalMilliseconds:F1} ms; {SyncSpeed.PerSecond(run):N0} disk syncs/s"),
                Run.Text($"{(load.ServerMicroseconds + load.ClientMicroseconds) / (ping.ServerMicroseconds + ping.ClientMicroseconds):F1} × its processor time"),
                isAim ? "≥ 200/s" : "",
                isAim ? load.PerSecond >= Aim : null));
        }

        run.Note(Run.Text($"The server of `issue` held at most {server.PeakMegabytes():F0} MB."));

        async Task IssueAsync(int caller)
        {
            var reply = await clients[caller / CallersPerConnection].IssueAsync(
                city.NextResidencePermit(), cancellationToken: cancellationToken);
            if (reply.RepeatedRequest)
            {
                throw new InvalidOperationException("the sample's request ids repeat");
            }
        }

        async Task PingAsync(int caller) => await pings[caller / CallersPerConnection].CheckAsync(
            new HealthCheckRequest(), cancellationToken: cancellationToken);
    }
}
