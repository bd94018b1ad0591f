using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using Grpc.Testing;
using Licenses.Server.Endpoints.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Licenses.Server.Tests.Grpc;

/// <summary>
/// What callers read while a server stops is a race between its last words and the end of the connection; so many servers
/// stop at once here, with calls of all shapes under way.
/// </summary>
public sealed class StoppingServerTests(ITestOutputHelper output)
{
    private const int Servers = 64;

    private static readonly Payload Long = new() { Body = ByteString.CopyFrom(new byte[300_000]) };

    [Fact]
    public async Task A_graceful_stop_lets_calls_end_as_they_would_and_refuses_the_others_as_unavailable()
    {
        var ends = await StopManyAsync(TimeSpan.FromSeconds(20));

        Assert.All(
            ends.Where(end => end.Shape == "idle"),
            end => Assert.Equal((StatusCode.Unavailable, "The server is shutting down."), (end.Status, end.Detail)));
        Assert.All(ends, end => Assert.True(end.Status is StatusCode.OK or StatusCode.Unavailable, end.ToString()));
    }

    [Fact]
    public async Task A_stop_that_waits_for_nobody_makes_calls_unavailable()
    {
        var ends = await StopManyAsync(TimeSpan.FromMilliseconds(30));

        Assert.All(ends, end => Assert.True(end.Status is StatusCode.OK or StatusCode.Unavailable, end.ToString()));
        Assert.Contains(ends, end => end is { Shape: "reader", Status: StatusCode.Unavailable });
    }

    private async Task<List<(string Shape, StatusCode Status, string Detail)>> StopManyAsync(TimeSpan drain)
    {
        var ends = new List<(string Shape, StatusCode Status, string Detail)>();
        await Parallel.ForAsync(0, Servers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            var seen = await StopAsync(drain, busy: number % 2 == 0);
            lock (ends)
            {
                ends.AddRange(seen);
            }
        });
        foreach (var kind in ends.GroupBy(end => (end.Shape, end.Status)).OrderBy(kind => kind.Key))
        {
            output.WriteLine($"{kind.Count(),6} {kind.Key.Shape} {kind.Key.Status}: {kind.First().Detail}");
        }

        return ends;
    }

    private static async Task<List<(string Shape, StatusCode Status, string Detail)>> StopAsync(TimeSpan drain, bool busy)
    {
        await using var host = await GrpcHost.StartAsync(
            services: services => services.AddGrpcInfrastructure().Configure<HostOptions>(options => options.ShutdownTimeout = drain),
            map: app =>
            {
                app.MapGrpcService<InteropService>();
                app.MapGrpcInfrastructure();
            });
        using var channel = host.OpenChannel();
        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await reflection.ResponseStream.MoveNext());

        using var stopped = new CancellationTokenSource();
        var calls = new List<Task<(string Shape, StatusCode Status, string Detail)>> { EndAsync(busy ? "waiting" : "idle", () => reflection.ResponseStream.MoveNext()) };
        if (busy)
        {
            var client = new TestService.TestServiceClient(channel);
            calls.Add(EndAsync("unary", () => CallUntilItFailsAsync(client)));
            calls.Add(EndAsync("reader", () => ReadLongAsync(client)));
            calls.Add(EndAsync("writer", () => WriteUntilAsync(client, stopped.Token)));
            await Task.Delay(20); // into the middle of each
        }

        var stopping = host.StopAsync();
        await Task.WhenAny(stopping, Task.Delay(100));
        await stopped.CancelAsync();
        var ends = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(20));
        await Record.ExceptionAsync(() => stopping); // a stop that waits for nobody says so
        return [.. ends];
    }

    private static async Task<(string Shape, StatusCode Status, string Detail)> EndAsync(string shape, Func<Task> call)
    {
        try
        {
            await call();
            return (shape, StatusCode.OK, "");
        }
        catch (RpcException exception)
        {
            return (shape, exception.StatusCode, exception.Status.Detail);
        }
    }

    private static async Task CallUntilItFailsAsync(TestService.TestServiceClient client)
    {
        while (true)
        {
            await client.UnaryCallAsync(new SimpleRequest { ResponseSize = Long.Body.Length, Payload = Long });
        }
    }

    private static async Task ReadLongAsync(TestService.TestServiceClient client)
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.AddRange(Enumerable.Repeat(new ResponseParameters { Size = 50_000, IntervalUs = 1000 }, 200));
        using var call = client.StreamingOutputCall(request);
        while (await call.ResponseStream.MoveNext())
        {
        }
    }

    private static async Task WriteUntilAsync(TestService.TestServiceClient client, CancellationToken stopped)
    {
        using var call = client.StreamingInputCall(cancellationToken: CancellationToken.None);
        while (!stopped.IsCancellationRequested)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Long }, CancellationToken.None);
        }

        await call.RequestStream.CompleteAsync();
        await call;
    }
}
