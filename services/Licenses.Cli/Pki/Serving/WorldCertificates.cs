using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki.Serving;

/// <summary>Certificates that a served PKI issues while it runs.</summary>
internal static class WorldCertificates
{
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    private const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>A responder that the authority has delegated to (RFC 6960, 4.2.2.2), valid for as long as itself.</summary>
    /// <param name="issuer">The authority.</param>
    /// <param name="isUnchecked">
    /// Whether its own status is not to be asked (ocsp-nocheck); false: it is on the authority's lists like anybody else.
    /// </param>
    public static WorldSigner Responder(WorldAuthority issuer, bool isUnchecked)
    {
        var key = MemberKey.Generate("P-256");
        var request = Request($"CN=OCSP responder of {issuer.Name}", key, X509KeyUsageFlags.DigitalSignature);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(OcspSigning)], critical: false));
        if (isUnchecked)
        {
            request.CertificateExtensions.Add(new X509Extension(new Oid(OcspNoCheck), [5, 0], critical: false));
        }

        var authority = issuer.Signer.Certificate;
        return new WorldSigner(key, Issue(request, issuer, new IssueTerms(authority.NotBefore, authority.NotAfter), NewSerial()));
    }

    /// <summary>A timestamp authority whose certificate ended before the given time.</summary>
    public static X509Certificate2 ExpiredStamper(WorldAuthority issuer, DateTimeOffset now) =>
        Stamper("CN=Expired TSA", issuer, now.AddDays(-3), now.AddDays(-1));

    /// <summary>A timestamp authority with a key of its own.</summary>
    public static X509Certificate2 Stamper(string name, WorldAuthority issuer, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = MemberKey.Generate("P-256");
        var request = Request(name, key, X509KeyUsageFlags.DigitalSignature);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TimeStamping)], critical: true));
        using var certificate = Issue(request, issuer, new IssueTerms(from, until), NewSerial());
        return key.Joined(certificate);
    }

    /// <summary>Somebody whom nobody has certified.</summary>
    public static WorldSigner Stranger(X500DistinguishedName name)
    {
        var key = MemberKey.Generate("P-256");
        var request = new CertificateRequest(name, key.Public, key.Digest);
        var certificate = request.Create(
            name, key.Signer(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), [1, 2, 3, 4]);
        return new WorldSigner(key, certificate);
    }

    /// <summary>A certificate for a subject's own key, which names where this world answers about it.</summary>
    /// <param name="order">Who it is for, and for what.</param>
    /// <param name="issuer">Who issues.</param>
    /// <param name="addresses">Where the world is.</param>
    /// <param name="terms">From when to when, and by whose key.</param>
    public static X509Certificate2 Leaf(
        CertificateRequest order, WorldAuthority issuer, WorldAddresses addresses, IssueTerms terms)
    {
        var serial = NewSerial();
        var shard = addresses.Shard(issuer.Name, WorldAuthority.ShardOf(serial));
        order.CertificateExtensions.Add(
            Extension("2.5.29.31", writer => WorldAddresses.WritePoints(writer, shard.AbsoluteUri)));
        order.CertificateExtensions.Add(Extension(
            "1.3.6.1.5.5.7.1.1",
            writer => WorldAddresses.WriteAccess(
                writer, addresses.Ocsp(issuer.Name).AbsoluteUri, addresses.Certificate(issuer.Name).AbsoluteUri)));
        return Issue(order, issuer, terms, serial);
    }

    /// <summary>An authority's certificate made anew for other terms: the same name, key and extensions.</summary>
    public static X509Certificate2 Again(WorldAuthority authority, WorldAuthority issuer, IssueTerms terms)
    {
        var own = authority.Signer.Certificate;
        var request = new CertificateRequest(own.SubjectName, authority.Signer.Key.Public, authority.Signer.Key.Digest);
        foreach (var extension in own.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return Create(request, issuer.Signer, terms, NewSerial());
    }

    private static CertificateRequest Request(string name, MemberKey key, X509KeyUsageFlags usage)
    {
        var request = new CertificateRequest(new X500DistinguishedName(name), key.Public, key.Digest);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        return request;
    }

    private static X509Certificate2 Issue(
        CertificateRequest request, WorldAuthority issuer, IssueTerms terms, byte[] serial)
    {
        issuer.Know(serial);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            issuer.Signer.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First()));
        return Create(
            request, terms.IsByStranger ? Stranger(issuer.Signer.Certificate.SubjectName) : issuer.Signer, terms, serial);
    }

    private static X509Certificate2 Create(CertificateRequest request, WorldSigner signer, IssueTerms terms, byte[] serial) =>
        request.Create(signer.Certificate.SubjectName, signer.Key.Signer(), terms.From, terms.Until, serial);

    private static X509Extension Extension(string oid, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new X509Extension(new Oid(oid), writer.Encode(), critical: false);
    }

    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40); // positive, and no leading zero
        return serial;
    }
}
