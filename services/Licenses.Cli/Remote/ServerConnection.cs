using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Licenses.Cli.Remote;

/// <summary>One caller's connection to the server: HTTP/2 over mutual TLS, trusting one root and nothing else.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly X509Certificate2 _certificate;

    private ServerConnection(GrpcChannel channel, X509Certificate2 certificate)
    {
        Channel = channel;
        _certificate = certificate;
    }

    public GrpcChannel Channel { get; }

    public static ServerConnection Open(Uri server, string certificateFile, string keyFile, string authorityFile)
    {
        X509Certificate2 certificate;
        SslStreamCertificateContext context;
        X509Certificate2 authority;
        try
        {
            certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
            authority = X509Certificate2.CreateFromPem(File.ReadAllText(authorityFile));
        }
        catch (CryptographicException exception)
        {
            throw new UsageException($"{certificateFile}, {keyFile} or {authorityFile}: {exception.Message}");
        }

        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = context,
                RemoteCertificateValidationCallback = TrustOnly(authority),
            },
        };
        return new ServerConnection(
            GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }),
            certificate);
    }

    /// <summary>Accepts a server whose name matches and whose chain ends at this root, and no other.</summary>
    public static RemoteCertificateValidationCallback TrustOnly(X509Certificate2 authority) =>
        (_, certificate, chain, errors) =>
        {
            if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                return false;
            }

            using var check = new X509Chain();
            check.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            check.ChainPolicy.CustomTrustStore.Add(authority);
            check.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            check.ChainPolicy.DisableCertificateDownloads = true;
            foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            {
                check.ChainPolicy.ExtraStore.Add(element.Certificate);
            }

            return check.Build(leaf);
        };

    public void Dispose()
    {
        Channel.Dispose();
        _certificate.Dispose();
    }
}
