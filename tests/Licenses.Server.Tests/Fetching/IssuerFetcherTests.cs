using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>An issuer's certificate from where its own certificates say (caIssuers): alone, or in a certs-only message.</summary>
public sealed class IssuerFetcherTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private X509Certificate2 _issuer = null!;
    private X509Certificate2 _namesake = null!;
    private WebApplication _app = null!;
    private byte[] _answer = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_issuer, _namesake) = (Authority(_key), Authority(_otherKey));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/ca", (HttpContext context) => context.Response.Body.WriteAsync(_answer, context.RequestAborted).AsTask());
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _issuer.Dispose();
        _namesake.Dispose();
        _key.Dispose();
        _otherKey.Dispose();
    }

    [Fact]
    public async Task It_is_read_alone_and_from_a_message_of_certificates_whatever_its_place_there()
    {
        byte[] foreign = new X509Certificate2Collection { _namesake, _issuer }.Export(X509ContentType.Pkcs7)!; // the platform's own
        foreach (byte[] answer in (byte[][])[_issuer.RawData, Message(_issuer), Message(_namesake, _issuer), Message(_issuer, _namesake), foreign])
        {
            _answer = answer;

            Assert.Equal(Certificate.Decode(_issuer.RawData), (await FetchAsync()).Issuer);
        }
    }

    [Fact]
    public async Task A_certificate_of_the_name_alone_is_another_ones()
    {
        _answer = Message(_namesake);

        var fetched = await FetchAsync();

        Assert.True(fetched.IsEmpty);
        Assert.Contains("the certificate is another's", fetched.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_or_holds_nothing_is_named_with_its_reason()
    {
        foreach (var (answer, why) in ((byte[], string)[])[
            (new byte[300 * 1024], "more than 262144 bytes"),
            (Message([.. Enumerable.Repeat(_namesake, 65)]), "more than 64 certificates"),
            (Message(), "no certificate"),
            ([0x30, 3, 2, 1, 1], "Not a certificate")])
        {
            _answer = answer;

            Assert.Contains(why, (await FetchAsync()).Why, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static X509Certificate2 Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=Issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Start, Start.AddYears(5));
    }

    // ContentInfo of a SignedData without signers (RFC 5652, 5.1): version 1, no digests, data, the certificates, no signers.
    private static byte[] Message(params X509Certificate2[] certificates)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                writer.PushSetOf().Dispose();
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                }

                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    foreach (var certificate in certificates)
                    {
                        writer.WriteEncodedValue(certificate.RawData);
                    }
                }

                writer.PushSetOf().Dispose();
            }
        }

        return writer.Encode();
    }

    private async Task<FetchedEvidence> FetchAsync()
    {
        var port = new Uri(_app.Urls.First()).Port;
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Leaf", leafKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [$"http://127.0.0.1:{port}/ca"]));
        using var leaf = request.Create(_issuer, Start, Start.AddYears(1), [1]);
        using var http = new HttpFetcher(new FetchPolicy { AllowedHosts = [$"127.0.0.1:{port}"] }, _ => { });
        var fetcher = new EvidenceFetcher(http, new RevocationFetchOptions(), TimeProvider.System);
        return await fetcher.FetchAsync(
            new EvidenceWish.IssuerOf(Certificate.Decode(leaf.RawData), new("", "")), TrustStore.Empty, (_, _) => true, Token);
    }
}
