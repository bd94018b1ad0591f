using System.Collections.Concurrent;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Fetchers over the test world, trusting the sample roots; what was fetched is written down.</summary>
internal sealed class FetchKit : IDisposable
{
    private FetchKit(HttpFetcher http, ConcurrentQueue<FetchRecord> records)
    {
        Http = http;
        Records = records;
    }

    public static TrustStore Roots { get; } = new TrustStoreLoader()
        .Trust(SampleCertificates.TrustDirectory)
        .Add(SampleCertificates.PathTo("authorities", "issuing-ca.pem")).Load();

    public HttpFetcher Http { get; }

    public ConcurrentQueue<FetchRecord> Records { get; }

    public CurrentTrust Trust { get; } = new(Roots, TimeProvider.System);

    public static FetchKit Create(FetchPolicy? policy = null)
    {
        var records = new ConcurrentQueue<FetchRecord>();
        return new FetchKit(new HttpFetcher(policy ?? new FetchPolicy(), records.Enqueue), records);
    }

    public static FetchPolicy Allowing(TestWorld world) => new() { AllowedHosts = [world.Addresses.Root.Authority] };

    /// <summary>The sources of the issuing authority, as an operator would configure them.</summary>
    public static IssuerAddresses Configured(Uri[]? ocsp = null, Uri[]? lists = null, Uri[]? deltas = null) =>
        new(TestWorld.IssuerCertificate, [.. ocsp ?? []], [.. lists ?? []], [.. deltas ?? []]);

    public RevocationFetcher Fetcher(TimeProvider clock, params IssuerAddresses[] issuers) =>
        new(Http, Trust, new RevocationFetchOptions { Issuers = [.. issuers] }, clock);

    /// <summary>A question about a certificate of the issuing authority.</summary>
    public static RevocationInquiry About(Certificate subject) => new(
        subject, TestWorld.IssuerCertificate,
        Roots.Anchors.FindBySubject(TestWorld.IssuerCertificate.IssuerName)[0]);

    public void Dispose() => Http.Dispose();
}
