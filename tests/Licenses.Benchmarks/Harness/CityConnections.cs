using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Licenses.Testing.SamplePki;

namespace Licenses.Benchmarks.Harness;

/// <summary>Connections to one server as members of the sample PKI, such as center, over mutual TLS.</summary>
internal sealed class CityConnections(Uri address) : IDisposable
{
    private readonly List<GrpcChannel> _channels = [];

    public GrpcChannel Open(string client)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = SslStreamCertificateContext.Create(
                    SampleCertificates.Client(client), [SampleCertificates.IssuingAuthority()], offline: true),
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { SampleCertificates.CityRoot() },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _channels.Add(channel);
        return channel;
    }

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());
}
