using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.X509;
using Licenses.Testing.Shapes;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>
/// An honest list of fifty megabytes, over a real socket, within the limits that everybody has. Alone, since it counts what the
/// whole process holds.
/// </summary>
[Collection(Grpc.SoakTests.Alone)]
public sealed class LargeListFetchTests : IAsyncLifetime
{
    private const int Entries = 1_050_000; // of 49 bytes each: 51 MB
    private const long MostHeld = 200L * 1024 * 1024; // the bytes in a buffer of at most 64 MB, and the index

    private readonly X509Certificate2 _issuer;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private WebApplication? _app;

    public LargeListFetchTests()
    {
        var request = new CertificateRequest("CN=Large", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _issuer = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(5));
    }

    private static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        byte[] list = new LargeList(_issuer.SubjectName, _key, Now.AddMinutes(-5)).Encode(Entries);
        Assert.InRange(list.Length, 50_000_000, CertificateList.LargestSize);
        _app.MapGet("/large.crl", (HttpContext context) => context.Response.Body.WriteAsync(list, context.RequestAborted).AsTask());
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _issuer.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task It_is_fetched_and_decides_within_five_seconds_sixty_four_megabytes_and_bounded_memory()
    {
        using var kit = FetchKit.Create(); // the limits are the product's own: see FetchPolicy and CertificateList
        Assert.Equal((TimeSpan.FromSeconds(5), 64 * 1024 * 1024), (kit.Http.Policy.Timeout, CertificateList.LargestSize));
        var root = Certificate.Decode(_issuer.RawData);
        var trust = new CurrentTrust(new TrustStore([new TrustAnchor(root)], [], RevocationMaterial.Empty), TimeProvider.System);
        var list = new Uri(_app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/large.crl");
        var fetcher = new RevocationFetcher(
            kit.Http, trust, new RevocationFetchOptions { Issuers = [new IssuerAddresses(root, [], [list], [])] }, TimeProvider.System);
        var (revoked, good) = (About(root, Entries / 2), About(root, Entries + 7));
        long before = GC.GetTotalMemory(forceFullCollection: true);

        var hit = await fetcher.AskAsync(revoked, Token);
        var miss = await fetcher.AskAsync(good, Token);

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(fetcher);
        Assert.True(hit is RevocationAnswer.Known { Fact.IsRevoked: true }, $"{hit}");
        Assert.True(miss is RevocationAnswer.Known { Fact.IsRevoked: false }, $"{miss}");
        Assert.True(Assert.Single(kit.Records).Bytes > 50_000_000); // one fetch for both
        Assert.InRange(held, 50_000_000, MostHeld); // it is kept, once
    }

    private RevocationInquiry About(Certificate root, int number)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Leaf", key, HashAlgorithmName.SHA256);
        using var leaf = request.Create(_issuer, Now.AddDays(-2), Now.AddYears(1), LargeList.Serial(number));
        return new RevocationInquiry(Certificate.Decode(leaf.RawData), root, new TrustAnchor(root));
    }
}
