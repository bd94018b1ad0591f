using Grpc.Health.V1;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.V1;

namespace Licenses.Benchmarks.Figures;

/// <summary>A warm check of five materials: three licenses verified, one fact, one promise; the decision filed and synced.</summary>
internal sealed class CheckFigure() : Figure("check", "check the five materials of a school enrolment, gRPC over mTLS, 1, 8 and 32 callers")
{
    private const int CallersPerConnection = 8;
    private const int WarmUp = 3; // periods: the server is compiled anew while it runs
    private const int Materials = 5;
    private const double Aim = 2000;
    private const double LatencyAim = 10;

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        using var city = new SampleCity();
        await using var server = await MeasuredServer.StartAsync(run, cancellationToken);
        await city.SettleAsync(server.Connections, cancellationToken);
        var channels = Enumerable.Range(0, 4).Select(_ => server.Connections.Open("center")).ToArray();
        var clients = channels.Select(channel => new ExemptionService.ExemptionServiceClient(channel)).ToArray();
        var pings = channels.Select(channel => new Health.HealthClient(channel)).ToArray();
        var request = city.Enrolment();
        await CallLoad.MeasureAsync(server, 8, WarmUp * run.Period, CheckAsync); // warm
        await CallLoad.MeasureAsync(server, 8, run.Period, PingAsync);
        foreach (int callers in new[] { 1, 8, 32 })
        {
            var load = await CallLoad.MeasureAsync(server, callers, run.Period, CheckAsync);
            var ping = await CallLoad.MeasureAsync(server, callers, run.Period / 2, PingAsync);
            bool isAim = callers == 8;
            run.Add(new Row(
                $"check of 5 materials, {callers} caller{(callers > 1 ? "s" : "")}",
                load.Describe(),
                Run.Text($"health check over the same connections {ping.PerSecond:N0}/s, p99 {ping.Percentile99.TotalMilliseconds:F1} ms; {SyncSpeed.PerSecond(run):N0} disk syncs/s"),
                Run.Text($"{(load.ServerMicroseconds + load.ClientMicroseconds) / (ping.ServerMicroseconds + ping.ClientMicroseconds):F1} × its processor time"),
                isAim ? "≥ 2,000/s, p99 ≤ 10 ms" : "",
                isAim ? load.PerSecond >= Aim && load.Percentile99.TotalMilliseconds <= LatencyAim : null));
        }

        run.Note(Run.Text($"The server of `check` held at most {server.PeakMegabytes():F0} MB."));

        async Task CheckAsync(int caller)
        {
            var decision = await clients[caller / CallersPerConnection].CheckAsync(request, cancellationToken: cancellationToken);
            if (decision.ExemptCount != Materials)
            {
                throw new InvalidOperationException($"only {decision.ExemptCount} materials are exempt: {decision}");
            }
        }

        async Task PingAsync(int caller) => await pings[caller / CallersPerConnection].CheckAsync(
            new HealthCheckRequest(), cancellationToken: cancellationToken);
    }
}
