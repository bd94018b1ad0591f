using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Licenses.Server.Tests.Grpc;

/// <summary>A host with a scripted service and a client for it.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private ScriptedHost(GrpcHost host, ScriptedService service, Action<GrpcChannelOptions>? channel)
    {
        Host = host;
        Service = service;
        Channel = host.OpenChannel(channel);
        Client = new TestService.TestServiceClient(Channel);
    }

    internal GrpcHost Host { get; }

    internal ScriptedService Service { get; }

    internal GrpcChannel Channel { get; }

    internal TestService.TestServiceClient Client { get; }

    internal CallRuntime Runtime => Host.Services.GetRequiredService<CallRuntime>();

    internal static async Task<ScriptedHost> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<GrpcChannelOptions>? channel = null,
        Action<IServiceCollection>? services = null,
        bool tls = false)
    {
        var service = new ScriptedService();
        var host = await GrpcHost.StartAsync(
            tls,
            options,
            container =>
            {
                container.AddSingleton(service);
                services?.Invoke(container);
            },
            app => app.MapGrpcService<ScriptedService>());
        return new ScriptedHost(host, service, channel);
    }

    internal static async Task<RpcException> ThrowsAsync(StatusCode code, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => call().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(code, exception.StatusCode);
        return exception;
    }

    internal static async Task EventuallyAsync(Func<bool> holds)
    {
        for (int tries = 0; tries < 200 && !holds(); tries++)
        {
            await Task.Delay(25);
        }

        Assert.True(holds());
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Host.DisposeAsync();
    }
}
