using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>Two listeners: gRPC with client certificates, and a web listener without.</summary>
internal sealed class KestrelSetup(
    IOptions<ServerOptions> server, IOptions<TlsOptions> tls, IStartupValidator allSettings)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        allSettings.Validate(); // Kestrel comes first of all, and an operator wants to see every failure at once
        var address = IPAddress.Parse(server.Value.Address);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // a stream of chunks is bounded by what each method says
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromMinutes(1);
        kestrel.Listen(address, server.Value.GrpcPort, listen => Configure(listen, ListenerKind.Grpc));
        kestrel.Listen(address, server.Value.WebPort, listen => Configure(listen, ListenerKind.Web));
    }

    /// <summary>No address in a caller's certificate is ever asked for its issuer or its CRL.</summary>
    private static X509ChainPolicy FetchNothing() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
    };

    private void Configure(ListenOptions listen, ListenerKind kind)
    {
        var identity = ServerIdentity.Load(tls.Value);
        listen.Protocols = kind == ListenerKind.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = identity.Certificate,
            ServerCertificateChain = identity.Chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,

            // TLS lets every client certificate pass, and none as well: ClientCertificates judges it at each call, so
            // that a caller gets a gRPC status with a reason in place of a broken handshake.
            ClientCertificateMode = kind == ListenerKind.Grpc
                ? ClientCertificateMode.AllowCertificate
                : ClientCertificateMode.NoCertificate,
            ClientCertificateValidation = (_, _, _) => true,
            OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = FetchNothing(),
        });
        listen.Use(next => connection =>
        {
            connection.Features.Set(new Listener(kind));
            return next(connection);
        });
    }
}
