using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Tests.Verification;

/// <summary>A key of nobody's, under a home-made certificate with an authority's issuer and serial number; it brings the genuine one along.</summary>
internal sealed class ImpostorKey : ISealKey, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="genuine">Whose issuer and serial number it bears.</param>
    /// <param name="padding">Makes the certificate longer, so that it stands behind the genuine one in a sorted set.</param>
    public ImpostorKey(Certificate genuine, int padding)
    {
        using var original = X509CertificateLoader.LoadCertificate(genuine.Encoded.Span);
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(original.SubjectName, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        if (padding > 0)
        {
            request.CertificateExtensions.Add(new X509Extension("1.2.3.4.5", new byte[padding], critical: false));
        }

        using var forged = request.Create(
            original.IssuerName, X509SignatureGenerator.CreateForECDsa(issuer), original.NotBefore, original.NotAfter, original.SerialNumberBytes.Span);
        Certificate = Certificate.Decode(forged.RawData);
        Chain = [genuine];
    }

    public Certificate Certificate { get; }

    public ImmutableArray<Certificate> Chain { get; }

    public SignatureAlgorithm Algorithm { get; } = new(SignatureScheme.Ecdsa, HashAlgorithmName.SHA256);

    public int LargestSignature => 80;

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        new(_key.SignData(data.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => _key.Dispose();
}
