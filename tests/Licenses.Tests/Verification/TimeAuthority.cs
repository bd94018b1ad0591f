using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Tests.Trust;

namespace Licenses.Tests.Verification;

/// <summary>An authority of the test, whose certificates and lists bear the times that a test wants.</summary>
internal sealed class TimeAuthority : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private BigInteger _listNumber = BigInteger.One;

    private TimeAuthority(X509Certificate2 certificate)
    {
        _certificate = certificate;
        Certificate = Certificate.Decode(certificate.RawData);
    }

    public Certificate Certificate { get; }

    public static TimeAuthority Root(string name, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TimeAuthority(Request(name, key, isAuthority: true).CreateSelfSigned(from, until));
    }

    public TimeAuthority Below(string name, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TimeAuthority(Issue(Request(name, key, isAuthority: true), key, from, until));
    }

    /// <summary>A key with a certificate of this authority: for seals, or with the timestamping usage.</summary>
    public Pkcs12SealKey Issue(string name, DateTimeOffset from, DateTimeOffset until, bool forTimestamps = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, isAuthority: false);
        if (forTimestamps)
        {
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        }

        using var certificate = Issue(request, key, from, until);
        return Pkcs12SealKey.Load(certificate.Export(X509ContentType.Pkcs12, "x"), "x");
    }

    /// <summary>A list of this authority.</summary>
    public CertificateList List(
        DateTimeOffset at, DateTimeOffset next, params (Certificate Certificate, DateTimeOffset At)[] revoked) =>
        List(at, next, X509RevocationReason.KeyCompromise, revoked);

    /// <summary>A list of this authority, on which all stand for one reason.</summary>
    public CertificateList List(
        DateTimeOffset at, DateTimeOffset next, X509RevocationReason reason, params (Certificate Certificate, DateTimeOffset At)[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (certificate, since) in revoked)
        {
            builder.AddEntry(certificate.SerialBytes.Span, since, reason);
        }

        _listNumber++;
        return CertificateList.Decode(builder.Build(_certificate, _listNumber, next, HashAlgorithmName.SHA256, thisUpdate: at));
    }

    /// <summary>A list of this authority that does not say how long it stands, on which nobody is.</summary>
    public CertificateList EndlessList(DateTimeOffset at)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var draft = new ListDraft { Issuer = _certificate.SubjectName.RawData, ThisUpdate = at, NextUpdate = null };
        return CertificateList.Decode(draft.Sign(key));
    }

    public void Dispose() => _certificate.Dispose();

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature,
            critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private X509Certificate2 Issue(CertificateRequest request, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        var serial = RandomNumberGenerator.GetBytes(12);
        serial[0] = 0x11;
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        using var bare = request.Create(
            _certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_certificate.GetECDsaPrivateKey()!), from, until, serial);
        return bare.CopyWithPrivateKey(key);
    }
}
