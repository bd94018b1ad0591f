using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Licenses.Server.Tests.Grpc;

/// <summary>Alone, since it counts the threads, the memory and the open requests of the whole process.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class SoakTests(ITestOutputHelper output)
{
    internal const string Alone = "The whole process is counted";
    private const int Callers = 1000;
    private const int Rounds = 10;
    private const int Settled = 3; // rounds: code is compiled, pools are full
    private const int ShortSeconds = 8;

    // Kestrel may take so many resets for an attack and close a connection, with up to a hundred calls on it.
    private const int LostConnections = 3;

    [Fact]
    public async Task Under_a_thousand_callers_who_change_their_minds_nothing_grows()
    {
        // tests/soak.sh names the seconds; every run of the tests makes a short one.
        var seconds = Environment.GetEnvironmentVariable("LICENSES_SOAK_SECONDS") ?? $"{ShortSeconds}";
        var round = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) / Rounds;
        await using var host = await GrpcHost.StartAsync(map: app => app.MapGrpcService<DeafService>(), logs: LogLevel.Error);
        using var channel = host.OpenChannel();
        using var soak = new Soak(new TestService.TestServiceClient(channel), Callers);

        var rests = new List<Soak.Rest>();
        while (rests.Count < Rounds)
        {
            rests.Add(await soak.RoundAsync(round));
            Say($"after {rests[^1].Calls,9:N0} calls: heap {rests[^1].HeapMegabytes:F1} MB, process {rests[^1].ProcessMegabytes:F0} MB, {rests[^1].Threads} threads, requests still open {rests[^1].AtServer} at the server, {rests[^1].AtClient} at the client");
        }

        foreach (var ((wish, outcome), count) in soak.Outcomes.OrderBy(pair => pair.Key))
        {
            Say($"{wish,-9}{outcome,-18}{count,9:N0}");
        }

        foreach (var (text, count) in soak.Surprises.OrderByDescending(pair => pair.Value))
        {
            Say($"{count,9:N0} × {text}");
        }

        Assert.All(rests, rest => Assert.Equal((0, 0), (rest.AtServer, rest.AtClient)));
        Assert.Equal(0, host.Services.GetRequiredService<CallRuntime>().ActiveCalls);
        Assert.Empty(host.Log.Errors);
        var settled = rests.Take(Settled).ToList();
        Assert.InRange(rests[^1].HeapMegabytes, 0, (settled.Max(rest => rest.HeapMegabytes) * 1.1) + 2);
        // A thread that is lost never comes back: the pool's own coming and going leaves at least one of the last rounds low.
        Assert.InRange(rests.TakeLast(Settled).Min(rest => rest.Threads), 0, settled.Max(rest => rest.Threads) + 4);
        Assert.InRange(soak.Surprises.Values.Sum(), 0, Math.Max(LostConnections * 100, rests[^1].Calls / 1000));
    }

    private void Say(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
