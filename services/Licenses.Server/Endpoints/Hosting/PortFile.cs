using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Tells other programs which ports were bound: a JSON file that appears once the server serves.</summary>
internal sealed class PortFile(IOptions<ServerOptions> options, PublicAddress address) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.PortFile.Length == 0)
        {
            return;
        }

        var partial = options.Value.PortFile + ".part";
        var ports = JsonSerializer.SerializeToUtf8Bytes(new { grpc = address.GrpcPort, web = address.WebPort });
        await File.WriteAllBytesAsync(partial, ports, cancellationToken);
        File.Move(partial, options.Value.PortFile, overwrite: true); // whoever sees it, sees it whole
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
