using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.Asn1;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Tests.Crypto;

/// <summary>A certification authority that does whatever a test asks for, right or wrong. .NET encodes and signs.</summary>
internal sealed class Authority
{
    public static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AsymmetricAlgorithm _key;

    private Authority(AsymmetricAlgorithm key, byte[] encoded)
    {
        _key = key;
        Encoded = encoded;
    }

    public byte[] Encoded { get; }

    public Certificate Certificate => Certificate.Decode(Encoded);

    public X500DistinguishedName Name => new(Certificate.SubjectName.Encoded.Span);

    public ECDsa Key => (ECDsa)_key;

    public static Authority Root(string name = "CN=Root", DateTimeOffset? end = null, AsymmetricAlgorithm? key = null)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        AddAuthority(request, null);
        return new Authority(key, Create(request, request.SubjectName, key, HashAlgorithmName.SHA256, Start, end ?? End));
    }

    /// <summary>Certifies an authority below this one.</summary>
    public Authority Below(
        string name,
        Action<CertificateRequest>? extend = null,
        int? pathLength = null,
        AsymmetricAlgorithm? key = null,
        bool isAuthority = true,
        DateTimeOffset? end = null,
        HashAlgorithmName? digest = null)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        if (isAuthority)
        {
            AddAuthority(request, pathLength);
        }

        extend?.Invoke(request);
        return new Authority(key, Create(request, Name, _key, digest ?? HashAlgorithmName.SHA256, Start, end ?? End));
    }

    /// <summary>Certifies somebody who signs.</summary>
    public Authority Leaf(
        string name = "CN=Leaf", Action<CertificateRequest>? extend = null, DateTimeOffset? start = null, DateTimeOffset? end = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        extend?.Invoke(request);
        if (!request.CertificateExtensions.OfType<X509KeyUsageExtension>().Any())
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        }

        return new Authority(key, Create(request, Name, _key, HashAlgorithmName.SHA256, start ?? Start, end ?? End));
    }

    /// <summary>The same name and certificate, but another key signs from now on.</summary>
    public Authority WithForgedKey() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), Encoded);

    public byte[] Sign(byte[] data) => Key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public static X509Extension Extension(string oid, bool critical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new X509Extension(oid, writer.Encode(), critical);
    }

    /// <summary>certificatePolicies with the given policies.</summary>
    public static X509Extension Policies(params string[] policies) => Extension(Oids.CertificatePolicies, false, writer =>
    {
        using (writer.PushSequence())
        {
            foreach (string policy in policies)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(policy);
                }
            }
        }
    });

    /// <summary>nameConstraints on directory names.</summary>
    public static X509Extension Names(string? permitted, string? excluded) => Extension(Oids.NameConstraints, true, writer =>
    {
        using (writer.PushSequence())
        {
            WriteTrees(writer, 0, permitted);
            WriteTrees(writer, 1, excluded);
        }
    });

    private static void WriteTrees(AsnWriter writer, int number, string? name)
    {
        if (name is not null)
        {
            using (writer.PushSequence(Ber.Context(number, true)))
            using (writer.PushSequence())
            using (writer.PushSequence(Ber.Context(4, true)))
            {
                writer.WriteEncodedValue(new X500DistinguishedName(name).RawData);
            }
        }
    }

    private static CertificateRequest Request(string name, AsymmetricAlgorithm key)
    {
        var request = key is ECDsa ecdsa
            ? new CertificateRequest(name, ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(name, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static void AddAuthority(CertificateRequest request, int? pathLength)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            true, pathLength is not null, pathLength ?? 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
    }

    private static byte[] Create(
        CertificateRequest request,
        X500DistinguishedName issuer,
        AsymmetricAlgorithm key,
        HashAlgorithmName digest,
        DateTimeOffset start,
        DateTimeOffset end)
    {
        var generator = key is ECDsa ecdsa
            ? X509SignatureGenerator.CreateForECDsa(ecdsa)
            : X509SignatureGenerator.CreateForRSA((RSA)key, RSASignaturePadding.Pkcs1);
        var signed = new CertificateRequest(request.SubjectName, request.PublicKey, digest);
        foreach (var extension in request.CertificateExtensions)
        {
            signed.CertificateExtensions.Add(extension);
        }

        return signed.Create(issuer, generator, start, end, RandomNumberGenerator.GetBytes(8)).RawData;
    }
}
