using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Limits;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Licenses.Server.Tests.Grpc;

/// <summary>A real Kestrel on loopback with the interop test service, over h2c or over TLS with client certificates.</summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> Certificate = new(CreateCertificate);
    private static readonly Lazy<string[]> Files = new(ExportCertificate);

    private readonly WebApplication _app;
    private readonly bool _tls;

    private GrpcHost(WebApplication app, bool tls, LogCollector log)
    {
        _app = app;
        _tls = tls;
        Log = log;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    internal Uri Address { get; }

    internal LogCollector Log { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<GrpcHost> StartAsync(
        bool tls = false,
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        Action<KestrelServerOptions>? kestrel = null,
        LogLevel logs = LogLevel.Information)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new LogCollector(logs);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(server =>
        {
            kestrel?.Invoke(server);
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (tls)
                {
                    listen.UseHttps(new HttpsConnectionAdapterOptions
                    {
                        ServerCertificate = Certificate.Value,
                        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                        ClientCertificateValidation = (certificate, _, _) => certificate.Thumbprint == Certificate.Value.Thumbprint,
                    });
                }
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddGrpc(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        (map ?? (web => web.MapGrpcService<InteropService>()))(app);
        await app.StartAsync();
        return new GrpcHost(app, tls, log);
    }

    internal GrpcChannel OpenChannel(Action<GrpcChannelOptions>? configure = null, bool withCertificate = true) =>
        OpenChannel(Address, _tls, configure, withCertificate);

    /// <summary>A channel to any server that shows, over TLS, this host's certificate.</summary>
    internal static GrpcChannel OpenChannel(
        Uri address, bool tls, Action<GrpcChannelOptions>? configure = null, bool withCertificate = true)
    {
        var handler = new ConnectionOptions().CreateHandler();
        if (tls)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate?.GetCertHashString() == Certificate.Value.Thumbprint,
                ClientCertificates = withCertificate ? [Certificate.Value] : [],
            };
        }

        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(address, options);
    }

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The files of the certificate and the key that all sides use over TLS; none without.</summary>
    internal static string[] CertificateFiles(bool tls) => tls ? Files.Value : [];

    private static string[] ExportCertificate()
    {
        string[] files = [Path.Combine(AppContext.BaseDirectory, "interop-certificate.pem"), Path.Combine(AppContext.BaseDirectory, "interop-key.pem")];
        File.WriteAllText(files[0], Certificate.Value.ExportCertificatePem());
        File.WriteAllText(files[1], Certificate.Value.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return files;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(
            made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
