using Licenses.Benchmarks.Harness;
using Licenses.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Licenses.Benchmarks.Material;

/// <summary>The real server in this process, the sample story's licenses issued: its use cases can be measured without gRPC.</summary>
internal sealed class CityInProcess : IAsyncDisposable
{
    private readonly WebApplication _server;

    private CityInProcess(WebApplication server, CityConnections connections) =>
        (_server, Connections) = (server, connections);

    public SampleCity City { get; } = new();

    public CityConnections Connections { get; }

    public static async Task<CityInProcess> StartAsync(Run run, string name, CancellationToken cancellationToken)
    {
        int port = ChildServer.FreePort();
        var folder = run.Folder.CreateSubdirectory(name).FullName;
        var server = Server.Program.Build(
            [.. ServerSettings.Of(folder, port), .. run.Options.Settings],
            services => services.AddLogging(logging => logging.ClearProviders()));
        await server.StartAsync(cancellationToken);
        var started = new CityInProcess(server, new CityConnections(new Uri($"https://localhost:{port}")));
        await started.City.SettleAsync(started.Connections, cancellationToken);
        return started;
    }

    public T Get<T>()
        where T : notnull => _server.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Connections.Dispose();
        City.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }
}
