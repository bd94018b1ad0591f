using System.Net;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Where the server listens, and under which address people reach its web pages.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Server";

    /// <summary>Address of both listeners. Loopback unless an operator opens it on purpose.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port of gRPC: HTTP/2 over TLS with client certificates. 0: any free port.</summary>
    public int GrpcPort { get; set; } = 7443;

    /// <summary>Port of downloads and public verification pages: HTTPS without client certificates. 0: any free port.</summary>
    public int WebPort { get; set; } = 7444;

    /// <summary>
    /// How the outside reaches the web listener, such as https://licenses.example; it goes into QR codes and links.
    /// Empty: https://localhost and the port, for trying things out.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>JSON file that tells the bound ports once the server serves; empty for none.</summary>
    public string PortFile { get; set; } = "";

    /// <summary>How long a stop waits for calls that are under way.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(20);

    internal sealed class Validator : IValidateOptions<ServerOptions>
    {
        public ValidateOptionsResult Validate(string? name, ServerOptions options)
        {
            var failures = new List<string>();
            if (!IPAddress.TryParse(options.Address, out _))
            {
                failures.Add($"Server:Address must be an IP address, but is '{options.Address}'.");
            }

            if (options.GrpcPort is < 0 or > 65535 || options.WebPort is < 0 or > 65535
                || (options.GrpcPort == options.WebPort && options.GrpcPort != 0))
            {
                failures.Add("Server:GrpcPort and Server:WebPort must be two different ports within 0 and 65535, "
                    + $"but are {options.GrpcPort} and {options.WebPort}.");
            }

            if (options.PublicUrl.Length > 0
                && (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps
                    || url.Query.Length > 0 || url.Fragment.Length > 0))
            {
                failures.Add($"Server:PublicUrl must be an https address without query, but is '{options.PublicUrl}'.");
            }

            if (options.StopGrace < TimeSpan.Zero || options.StopGrace > TimeSpan.FromMinutes(10))
            {
                failures.Add($"Server:StopGrace must be within [0, 10 min], but is {options.StopGrace}.");
            }

            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }
    }
}
