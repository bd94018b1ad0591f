using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Where people reach the web listener: as configured, else localhost and the port that was bound.</summary>
internal sealed class PublicAddress(IOptions<ServerOptions> options, IServer server)
{
    /// <summary>Port on which gRPC is served; known once the server has started.</summary>
    public int GrpcPort => PortOf(ListenerKind.Grpc, options.Value.GrpcPort);

    public int WebPort => PortOf(ListenerKind.Web, options.Value.WebPort);

    public Uri DownloadUrl(string token) => new(Root, $"d/{token}");

    /// <summary>Where the QR code of a license leads, without the number.</summary>
    public Uri VerificationRoot => new(Root, "v/");

    private Uri Root => new(options.Value.PublicUrl.Length > 0
        ? options.Value.PublicUrl.TrimEnd('/') + "/"
        : $"https://localhost:{WebPort}/");

    private int PortOf(ListenerKind kind, int configured) => configured > 0
        ? configured
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.ElementAtOrDefault((int)kind) is { } bound
            ? new Uri(bound).Port
            : throw new InvalidOperationException("The port is not known before the server has started.");
}
