using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Licenses.Cli.Pki.Serving;

/// <summary>A served PKI on a loopback port. /admin switches its faults, revokes and counts while it runs.</summary>
public sealed class PkiWorldServer : IAsyncDisposable
{
    private const int LargestRequest = 64 * 1024;

    private readonly WebApplication _app;

    private PkiWorldServer(WebApplication app, PkiWorld world, WorldAddresses addresses)
    {
        _app = app;
        World = world;
        Addresses = addresses;
    }

    public PkiWorld World { get; }

    public WorldAddresses Addresses { get; }

    /// <summary>Starts to answer.</summary>
    /// <param name="directory">A folder with pki.json and its keys.</param>
    /// <param name="port">The loopback port; 0 for a free one.</param>
    /// <param name="clock">What the world takes for now.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<PkiWorldServer> StartAsync(
        string directory, int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        var world = PkiWorld.Open(directory, clock);
        int bound = port == 0 ? FreePort() : port;
        var addresses = new WorldAddresses(new Uri($"http://127.0.0.1:{bound}/"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Listen(IPAddress.Loopback, bound);
        });
        var app = builder.Build();
        app.Run(context => new WorldExchange(world, addresses, context).AnswerAsync());
        try
        {
            await app.StartAsync(cancellationToken);
            return new PkiWorldServer(app, world, addresses);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Certifies a subject's own key by an authority of the world.</summary>
    public X509Certificate2 Issue(string authority, CertificateRequest order) => World.Issue(authority, order, Addresses);

    /// <summary>Stops to answer: from now on nobody listens on the port.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
