using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.SamplePki;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Testing.World;

/// <summary>
/// The sample PKI as live services on loopback, the same as <c>licenses pki serve</c>: CRLs, OCSP and timestamps, each
/// with a switch to misbehave, and certificates of its own that name where it answers.
/// </summary>
public sealed class TestWorld : IAsyncDisposable
{
    /// <summary>The authority that certifies the sample seals.</summary>
    public const string Issuer = "issuing-ca";

    private readonly PkiWorldServer _server;

    private TestWorld(PkiWorldServer server) => _server = server;

    public WorldAddresses Addresses => _server.Addresses;

    public WorldSwitches Switches => _server.World.Switches;

    /// <summary>How long lists and OCSP answers count.</summary>
    public TimeSpan Lifetime
    {
        get => _server.World.Lifetime;
        set => _server.World.Lifetime = value;
    }

    /// <summary>How old what it publishes is already.</summary>
    public TimeSpan Lag
    {
        get => _server.World.Lag;
        set => _server.World.Lag = value;
    }

    public static Certificate IssuerCertificate => Certificate.Decode(SampleCertificates.IssuingAuthority().RawData);

    public static async Task<TestWorld> StartAsync(TimeProvider clock, CancellationToken cancellationToken, int port = 0) =>
        new(await PkiWorldServer.StartAsync(SampleCertificates.PathTo(), port, clock, cancellationToken));

    /// <summary>A new seal certificate by the issuing authority, with its key.</summary>
    public X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        order.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        order.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var certificate = _server.Issue(Issuer, order);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A new certificate without its key, as the product reads it.</summary>
    public Certificate IssueCertificate(string name)
    {
        using var issued = Issue(name);
        return Certificate.Decode(issued.RawData);
    }

    /// <summary>Revokes, since now or since a given time.</summary>
    public void Revoke(
        Certificate certificate, X509RevocationReason reason = X509RevocationReason.KeyCompromise, DateTimeOffset? at = null) =>
        _server.World.Revoke(Issuer, certificate.SerialBytes.Span, reason, at);

    /// <summary>The responder without ocsp-nocheck, which can be revoked like anybody else.</summary>
    public Certificate CheckedResponder => Certificate.Decode(_server.World.CheckedResponderOf(Issuer));

    public void Reinstate(Certificate certificate) => _server.World.Reinstate(Issuer, certificate.SerialBytes.Span);

    /// <summary>What is revoked now becomes the base of the deltas to come.</summary>
    public void Rebase() => _server.World.Rebase(Issuer);

    /// <summary>The timestamp authority gets a new key, whose certificate ends at a given time.</summary>
    public void ReplaceStamper(DateTimeOffset until) => _server.World.ReplaceStamper(until);

    /// <summary>From now on nobody listens.</summary>
    public Task StopAsync() => _server.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
