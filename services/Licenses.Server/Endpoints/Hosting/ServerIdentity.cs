using System.Security.Cryptography.X509Certificates;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>The server's certificate with its key, and the authorities that it sends along.</summary>
internal sealed record ServerIdentity(X509Certificate2 Certificate, X509Certificate2Collection Chain) : IDisposable
{
    public static ServerIdentity Load(TlsOptions options)
    {
        var certificate = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.CertificateFile);
        return new ServerIdentity(certificate, [.. chain.Skip(1)]);
    }

    public void Dispose() => Certificate.Dispose();
}
