using Grpc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Licenses.Server.Tests.Grpc;

/// <summary>What a slow call does to its neighbours on the same connection, seen on the wire.</summary>
public sealed class SlowPeerTests(ITestOutputHelper output)
{
    /// <summary>A rate that both scenes miss; Kestrel would close the connection within two seconds.</summary>
    private static readonly MinDataRate Impatient = new(1_000_000, TimeSpan.FromSeconds(1.5));

    [Theory]
    [InlineData("sender", "passing: http=200 grpc=0\nslow: http=200 grpc=0\n")]
    [InlineData("reader", "passing: http=200 grpc=0\nslow: http=200 grpc=0 1000013\n")]
    public async Task A_slow_call_does_not_close_its_connection(string scene, string expected)
    {
        await using var host = await GrpcHost.StartAsync(kestrel: server =>
        {
            server.Limits.MinRequestBodyDataRate = Impatient;
            server.Limits.MinResponseDataRate = Impatient;
        });

        var (_, seen) = await PlayAsync(scene, host);
        output.WriteLine(seen);

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task A_stopping_server_says_goodbye_before_it_answers_the_last_call()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var host = await ScriptedHost.StartAsync();
        host.Service.Unary = async (_, _) =>
        {
            started.SetResult();
            await release.Task;
            return new SimpleResponse { Username = "the last" };
        };
        var scene = PlayAsync("stop", host.Host);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var stopping = host.Host.StopAsync();
        await Task.Delay(300); // the goodbye does not wait for the call
        release.SetResult();
        var (_, seen) = await scene;
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        output.WriteLine(seen);

        var frames = seen.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int goodbye = Array.IndexOf(frames, "GoAwayFrame 0 error 0");
        Assert.InRange(goodbye, 0, Array.IndexOf(frames, "HeadersFrame 1") - 1);
        Assert.Equal("HeadersFrame 1 ends", frames[^1]);
    }

    private static Task<(int ExitCode, string Output)> PlayAsync(string scene, GrpcHost host)
    {
        ForeignProcess.Require(ForeignProcess.Has(ForeignProcess.Python, "-c", "import h2"), "python3-h2");
        return ForeignProcess.RunAsync(
            ForeignProcess.Python,
            [ForeignProcess.Script("scenes.py"), scene, "127.0.0.1", host.Address.Port.ToString()],
            TimeSpan.FromSeconds(30));
    }
}
