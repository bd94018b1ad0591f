using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Licenses.Testing.SamplePki;
using Licenses.Testing.SharedData;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Licenses.Server.Tests.Host;

/// <summary>The real host on free ports of loopback, with the sample PKI, the sample city and an empty database of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private readonly List<GrpcChannel> _channels = [];

    private RunningServer(WebApplication app, DirectoryInfo folder, LogLines log)
    {
        _app = app;
        _folder = folder;
        Log = log;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal))).ToList();
        GrpcAddress = addresses[0];
        WebAddress = addresses[1];
    }

    public Uri GrpcAddress { get; }

    public Uri WebAddress { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Settings that a complete server needs.</summary>
    public static ImmutableDictionary<string, string> SampleSettings(string folder) => new Dictionary<string, string>
    {
        ["Server:GrpcPort"] = "0",
        ["Server:WebPort"] = "0",
        ["Logging:Console:LogLevel:Default"] = "None",
        ["Sample:Enabled"] = "true",
        ["Sample:Pki"] = RepositoryRoot.PathTo("certs-sample"),
        ["Storage:Path"] = Path.Combine(folder, "licenses.db"),
        ["PersonalData:KeyFile"] = Path.Combine(folder, "personal-data.key"),
        ["Catalog:File"] = RepositoryRoot.PathTo("services", "Licenses.Server", "Samples", "catalog.json"),
    }.ToImmutableDictionary();

    public static async Task<RunningServer> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? replace = null)
    {
        var folder = Directory.CreateTempSubdirectory("licenses-host-");
        var log = new LogLines();
        var app = Program.Build(Arguments(SampleSettings(folder.FullName), settings), services =>
        {
            services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug));
            replace?.Invoke(services);
        });
        await app.StartAsync();
        return new RunningServer(app, folder, log);
    }

    public static string[] Arguments(
        ImmutableDictionary<string, string> defaults, IReadOnlyDictionary<string, string>? overrides) =>
        [.. defaults.SetItems(overrides ?? ImmutableDictionary<string, string>.Empty).Select(pair => $"--{pair.Key}={pair.Value}")];

    /// <summary>A channel as a member of the sample PKI, such as center; null comes without a certificate.</summary>
    public GrpcChannel ChannelOf(string? client) =>
        ChannelWith(client is null ? null : SampleCertificates.Client(client));

    public GrpcChannel ChannelWith(X509Certificate2? certificate)
    {
        var channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions
        {
            HttpHandler = Handler(certificate),
            DisposeHttpClient = true,
        });
        _channels.Add(channel);
        return channel;
    }

    public HttpClient Browser() => new(Handler(null)) { BaseAddress = WebAddress };

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (!_folder.Exists)
        {
            return; // a test may have done it already, to see what is sent at the end
        }

        foreach (var channel in _channels)
        {
            channel.Dispose();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
        _folder.Refresh();
    }

    private static SocketsHttpHandler Handler(X509Certificate2? certificate) => new()
    {
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null, // the client's own spans are none of the server's
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { SampleCertificates.CityRoot() },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
