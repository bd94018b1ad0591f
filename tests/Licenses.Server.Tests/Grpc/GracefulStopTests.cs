using Grpc.Core;
using Grpc.Testing;
using static Licenses.Server.Tests.Grpc.ScriptedHost;

namespace Licenses.Server.Tests.Grpc;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task A_stopping_server_lets_calls_finish_and_takes_no_new_ones()
    {
        await using var host = await StartAsync();
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        host.Service.Unary = async (_, _) =>
        {
            started.SetResult();
            await release.Task;
            return new SimpleResponse { Payload = new Payload() };
        };
        var call = host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync;
        await started.Task;

        var stopping = host.Host.StopAsync();
        await Task.Delay(300);
        await ThrowsAsync(StatusCode.Unavailable, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);
        Assert.False(stopping.IsCompleted);
        release.SetResult();

        Assert.NotNull((await call).Payload);
        await stopping.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var host = await StartAsync();
        await host.Host.StopAsync();

        await ThrowsAsync(StatusCode.Unavailable, () => host.Client.UnaryCallAsync(new SimpleRequest()).ResponseAsync);

        Assert.Equal(ConnectivityState.TransientFailure, host.Channel.State);
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => host.Channel.ConnectAsync());
        await host.DisposeAsync();
    }
}
