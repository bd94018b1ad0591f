using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.Clock;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>What is stored in documents is chosen by the rules of verification: whichever source knows of a revocation is heard.</summary>
public sealed class EvidenceSourcesTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly FetchKit _kit = FetchKit.Create();
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    private Uri Ocsp => World.Addresses.Ocsp(TestWorld.Issuer);

    private Uri CheckedOcsp => World.Addresses.CheckedOcsp(TestWorld.Issuer);

    private Uri List => World.Addresses.Crl(TestWorld.Issuer);

    private Uri Mirror => World.Addresses.Mirror(TestWorld.Issuer);

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(_clock, Token);

    public async ValueTask DisposeAsync()
    {
        _kit.Dispose();
        await World.DisposeAsync();
    }

    [Theory]
    [InlineData(WorldService.Ocsp)]
    [InlineData(WorldService.CheckedOcsp)]
    [InlineData(WorldService.Crl)]
    [InlineData(WorldService.Mirror)]
    public async Task Whichever_source_alone_knows_of_a_revocation_its_word_is_chosen(WorldService knows)
    {
        var seal = World.IssueCertificate("Seal");
        World.Rebase();
        World.Revoke(seal);
        foreach (var service in (WorldService[])[WorldService.Ocsp, WorldService.CheckedOcsp, WorldService.Crl, WorldService.Mirror])
        {
            World.Switches[service] = service == knows ? WorldFault.None : WorldFault.Behind;
        }

        foreach (var addresses in (IssuerAddresses[])[
            FetchKit.Configured([Ocsp, CheckedOcsp], [List, Mirror]), FetchKit.Configured([CheckedOcsp, Ocsp], [Mirror, List])])
        {
            var chosen = await Fetcher(addresses).FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token);

            Assert.True(IsRevokedBy(chosen, seal), chosen.Why);
        }
    }

    [Fact]
    public async Task Nothing_is_chosen_where_the_word_that_revokes_cannot_be_stored()
    {
        var seal = World.IssueCertificate("Seal");
        World.Rebase();
        World.Revoke(seal);
        World.Switches[WorldService.Ocsp] = WorldFault.Behind;

        var chosen = await Fetcher(FetchKit.Configured([Ocsp], [List])).FetchAsync(
            Wish(seal), FetchKit.Roots, (_, word) => word.Response is not null, Token);

        Assert.True(chosen.IsEmpty);
        Assert.Contains("calls it revoked", chosen.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_that_was_lifted_is_not_chosen_and_one_that_was_not_is()
    {
        var seal = World.IssueCertificate("Seal");
        World.Revoke(seal, X509RevocationReason.CertificateHold);
        World.Rebase();
        World.Reinstate(seal);
        World.Switches[WorldService.Mirror] = WorldFault.Behind; // still has the hold

        var lifted = await Fetcher(FetchKit.Configured([], [Mirror, List])).FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token);
        var held = await Fetcher(FetchKit.Configured([Ocsp], [Mirror])).FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token);

        Assert.True(lifted.List is not null && !IsRevokedBy(lifted, seal));
        Assert.True(IsRevokedBy(held, seal), "a responder lifts no list's hold");
    }

    [Fact]
    public async Task A_word_by_somebody_who_may_not_revoke_does_not_keep_the_good_one_out()
    {
        var seal = World.IssueCertificate("Seal");
        World.Switches[WorldService.Crl] = WorldFault.WrongSigner;

        var chosen = await Fetcher(FetchKit.Configured([Ocsp], [List])).FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token);

        Assert.NotNull(chosen.Response);
    }

    [Fact]
    public async Task A_thousand_documents_under_one_chain_ask_its_responder_once_until_newer_data_is_needed()
    {
        var seal = World.IssueCertificate("Seal");
        var fetcher = Fetcher(FetchKit.Configured([Ocsp], [List]));
        for (int i = 0; i < 1_000; i++)
        {
            Assert.NotNull((await fetcher.FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token)).Response);
        }

        Assert.Equal((1, 1), (World.Switches.CountOf(WorldService.Ocsp), World.Switches.CountOf(WorldService.Crl)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        var proof = _clock.GetUtcNow();
        var newer = await fetcher.FetchAsync(Wish(seal, proof), FetchKit.Roots, (_, _) => true, Token);
        Assert.Equal((2, 2), (World.Switches.CountOf(WorldService.Ocsp), World.Switches.CountOf(WorldService.Crl)));
        Assert.True(newer.Response!.About(seal, TestWorld.IssuerCertificate).Single().ThisUpdate >= proof.AddSeconds(-1));

        World.Revoke(seal);
        _clock.Advance(TimeSpan.FromMinutes(11)); // longer than anything is remembered

        Assert.True(IsRevokedBy(await fetcher.FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token), seal));
    }

    [Fact]
    public async Task A_responder_that_prepares_its_answers_is_not_asked_for_newer_ones_with_each_document()
    {
        var seal = World.IssueCertificate("Seal");
        World.Lag = TimeSpan.FromMinutes(5);
        var fetcher = Fetcher(FetchKit.Configured([Ocsp], []));
        for (int i = 0; i < 100; i++)
        {
            await fetcher.FetchAsync(Wish(seal, _clock.GetUtcNow()), FetchKit.Roots, (_, _) => true, Token);
        }

        Assert.Equal(1, World.Switches.CountOf(WorldService.Ocsp));
        _clock.Advance(TimeSpan.FromSeconds(6));
        await fetcher.FetchAsync(Wish(seal, _clock.GetUtcNow()), FetchKit.Roots, (_, _) => true, Token);
        Assert.Equal(2, World.Switches.CountOf(WorldService.Ocsp));
    }

    [Fact]
    public async Task A_response_by_who_may_not_answer_is_not_remembered()
    {
        var seal = World.IssueCertificate("Seal");
        var fetcher = Fetcher(FetchKit.Configured([Ocsp], []));
        World.Switches[WorldService.Ocsp] = WorldFault.WrongSigner;
        await fetcher.FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => false, Token);

        World.Switches[WorldService.Ocsp] = WorldFault.None;
        await fetcher.FetchAsync(Wish(seal), FetchKit.Roots, (_, _) => true, Token);

        Assert.Equal(2, World.Switches.CountOf(WorldService.Ocsp));
    }

    private static EvidenceWish.Status Wish(Certificate subject, DateTimeOffset? newerThan = null) =>
        new(subject, TestWorld.IssuerCertificate, newerThan ?? DateTimeOffset.MinValue, new("", "")) { NewerThan = newerThan };

    private EvidenceFetcher Fetcher(IssuerAddresses addresses) =>
        new(_kit.Http, new RevocationFetchOptions { Issuers = [addresses] }, _clock);

    private static bool IsRevokedBy(FetchedEvidence chosen, Certificate subject) =>
        chosen.List?.Find(subject.SerialBytes.Span) is not null
        || chosen.Response?.About(subject, TestWorld.IssuerCertificate).Any(answer => answer.RevokedAt is not null) == true;
}
