using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Crypto.X509;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Facts from live OCSP responders and CRLs, and from each way in which they misbehave.</summary>
public sealed class RevocationFetcherTests : IAsyncLifetime
{
    private readonly FetchKit _kit = FetchKit.Create();
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    private Uri Ocsp => World.Addresses.Ocsp(TestWorld.Issuer);

    private Uri List => World.Addresses.Crl(TestWorld.Issuer);

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(TimeProvider.System, Token);

    public async ValueTask DisposeAsync()
    {
        _kit.Dispose();
        await World.DisposeAsync();
    }

    [Fact]
    public async Task A_responder_clears_what_is_good_and_tells_what_is_revoked()
    {
        var fetcher = _kit.Fetcher(TimeProvider.System, FetchKit.Configured(ocsp: [Ocsp]));
        var seal = World.IssueCertificate("Seal");
        Assert.False(Known(await fetcher.AskAsync(FetchKit.About(seal), Token)).IsRevoked);

        World.Revoke(seal);

        var fact = Known(await fetcher.AskAsync(FetchKit.About(seal), Token));
        Assert.Equal((true, RevocationReason.KeyCompromise), (fact.IsRevoked, fact.Reason));
    }

    [Fact]
    public async Task An_issuers_own_age_limit_counts_and_no_cache_outlasts_it()
    {
        var seal = World.IssueCertificate("Seal");
        var lists = FetchKit.Configured(lists: [List]);

        var tooOld = await _kit.Fetcher(TimeProvider.System, lists with { MaxAge = TimeSpan.Zero }).AskAsync(FetchKit.About(seal), Token);
        var fact = Known(await _kit.Fetcher(TimeProvider.System, lists with { MaxAge = TimeSpan.FromHours(2) }).AskAsync(FetchKit.About(seal), Token));

        Assert.IsType<RevocationAnswer.Unavailable>(tooOld);
        Assert.InRange(fact.NextUpdate!.Value - fact.AsOf, TimeSpan.Zero, TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_list_clears_and_revokes_with_its_delta_and_in_shards()
    {
        var seal = World.IssueCertificate("Seal");
        var held = World.IssueCertificate("Held");
        World.Revoke(held, X509RevocationReason.CertificateHold);
        World.Rebase();
        World.Revoke(seal);
        World.Reinstate(held);

        var complete = _kit.Fetcher(TimeProvider.System, FetchKit.Configured(lists: [List]));
        var withDelta = _kit.Fetcher(TimeProvider.System, FetchKit.Configured(
            lists: [World.Addresses.Base(TestWorld.Issuer)], deltas: [World.Addresses.Delta(TestWorld.Issuer)]));
        using var allowing = FetchKit.Create(FetchKit.Allowing(World));
        World.Switches[WorldService.Ocsp] = WorldFault.Unavailable;
        var sharded = allowing.Fetcher(TimeProvider.System);

        foreach (var fetcher in (RevocationFetcher[])[complete, withDelta, sharded])
        {
            Assert.True(Known(await fetcher.AskAsync(FetchKit.About(seal), Token)).IsRevoked);
            Assert.False(Known(await fetcher.AskAsync(FetchKit.About(held), Token)).IsRevoked);
        }
    }

    [Fact]
    public async Task One_list_serves_all_certificates_of_its_issuer()
    {
        var fetcher = _kit.Fetcher(TimeProvider.System, FetchKit.Configured(lists: [List]));
        var seals = Enumerable.Range(0, 20).Select(i => World.IssueCertificate($"Seal {i}")).ToArray();

        await Task.WhenAll(seals.Select(seal => fetcher.AskAsync(FetchKit.About(seal), Token).AsTask()));

        Assert.Equal(1, World.Switches.CountOf(WorldService.Crl));
    }

    [Theory]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Expired)]
    [InlineData(WorldFault.Future)]
    [InlineData(WorldFault.Huge)]
    [InlineData(WorldFault.Garbage)]
    [InlineData(WorldFault.Down)]
    [InlineData(WorldFault.Unavailable)]
    [InlineData(WorldFault.Redirect)]
    [InlineData(WorldFault.Refusing)]
    [InlineData(WorldFault.WrongImprint)]
    public async Task A_misbehaving_source_is_no_answer_and_the_next_one_is_asked(WorldFault fault)
    {
        var seal = World.IssueCertificate("Seal");
        World.Switches[WorldService.Ocsp] = fault;
        World.Switches[WorldService.Crl] = fault;
        var alone = _kit.Fetcher(TimeProvider.System, FetchKit.Configured([Ocsp], fault is WorldFault.Refusing or WorldFault.WrongImprint ? [] : [List]));
        var failure = Assert.IsType<RevocationAnswer.Unavailable>(await alone.AskAsync(FetchKit.About(seal), Token));
        Assert.Contains(World.Addresses.Root.Authority, failure.Why, StringComparison.Ordinal);
        Assert.True(failure.RetryAt > DateTimeOffset.UtcNow);

        World.Switches[WorldService.Crl] = WorldFault.None;
        var both = _kit.Fetcher(TimeProvider.System, FetchKit.Configured([Ocsp], [List]));
        Assert.Contains("CRL", Known(await both.AskAsync(FetchKit.About(seal), Token)).Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorldFault.Future)]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Expired)]
    public async Task A_bad_list_does_not_keep_the_next_good_one_out(WorldFault fault)
    {
        var inquiry = FetchKit.About(World.IssueCertificate("Seal"));
        var fetcher = _kit.Fetcher(TimeProvider.System, FetchKit.Configured(lists: [List]));
        World.Switches[WorldService.Crl] = fault;
        Assert.IsType<RevocationAnswer.Unavailable>(await fetcher.AskAsync(inquiry, Token));

        World.Switches[WorldService.Crl] = WorldFault.None;

        Assert.False(Known(await fetcher.AskAsync(inquiry, Token)).IsRevoked);
    }

    [Fact]
    public async Task A_slow_responder_costs_its_time_limit_and_no_more()
    {
        using var kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromMilliseconds(500) });
        World.Switches[WorldService.Ocsp] = WorldFault.Slow;
        var fetcher = kit.Fetcher(TimeProvider.System, FetchKit.Configured([Ocsp]));

        var answer = await fetcher.AskAsync(FetchKit.About(World.IssueCertificate("Seal")), Token);

        Assert.Contains("within 0.5 s", Assert.IsType<RevocationAnswer.Unavailable>(answer).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorldFault.None, true)]
    [InlineData(WorldFault.NoNonce, false)]
    [InlineData(WorldFault.WrongNonce, false)]
    public async Task A_nonce_that_was_asked_for_must_come_back(WorldFault fault, bool believed)
    {
        World.Switches[WorldService.Ocsp] = fault;
        var options = new RevocationFetchOptions { Issuers = [FetchKit.Configured([Ocsp])], UseNonce = true };
        var fetcher = new RevocationFetcher(_kit.Http, _kit.Trust, options, TimeProvider.System);

        var answer = await fetcher.AskAsync(FetchKit.About(World.IssueCertificate("Seal")), Token);

        Assert.Equal(believed, answer is RevocationAnswer.Known);
    }

    [Fact]
    public async Task Older_responders_are_asked_by_SHA_1()
    {
        var options = new RevocationFetchOptions { Issuers = [FetchKit.Configured([Ocsp])], OcspDigest = HashAlgorithmName.SHA1 };
        var fetcher = new RevocationFetcher(_kit.Http, _kit.Trust, options, TimeProvider.System);

        Assert.IsType<RevocationAnswer.Known>(await fetcher.AskAsync(FetchKit.About(World.IssueCertificate("Seal")), Token));
    }

    [Fact]
    public async Task What_a_certificate_says_is_asked_only_where_the_operator_allows_the_host()
    {
        var inquiry = FetchKit.About(World.IssueCertificate("Seal"));
        var strict = _kit.Fetcher(TimeProvider.System);
        Assert.False(strict.CanAsk(inquiry));
        Assert.IsType<RevocationAnswer.Unavailable>(await strict.AskAsync(inquiry, Token));
        Assert.Equal(0, World.Switches.CountOf(WorldService.Ocsp) + World.Switches.CountOf(WorldService.Crl));

        using var allowing = FetchKit.Create(FetchKit.Allowing(World));
        World.Switches[WorldService.Crl] = WorldFault.Unavailable;
        Assert.Contains(
            "OCSP", Known(await allowing.Fetcher(TimeProvider.System).AskAsync(inquiry, Token)).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_the_responder_does_not_know_is_not_good()
    {
        var province = Certificate.Decode(SampleCertificates.ProvinceRoot().RawData); // of another authority
        var fetcher = _kit.Fetcher(TimeProvider.System, FetchKit.Configured([Ocsp]));

        Assert.IsType<RevocationAnswer.Unavailable>(await fetcher.AskAsync(FetchKit.About(province), Token));
    }

    private static RevocationFact Known(RevocationAnswer answer) =>
        answer is RevocationAnswer.Known known ? known.Fact : throw new Xunit.Sdk.XunitException($"{answer}");
}
