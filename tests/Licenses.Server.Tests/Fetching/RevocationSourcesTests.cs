using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Crypto.X509;
using Licenses.Testing.Clock;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Several sources of one issuer: whichever knows of a revocation is heard, and none of them holds up the others.</summary>
public sealed class RevocationSourcesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset LongAgo = new(1969, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly FetchKit _kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromMinutes(5) });
    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    private Uri Ocsp => World.Addresses.Ocsp(TestWorld.Issuer);

    private Uri CheckedOcsp => World.Addresses.CheckedOcsp(TestWorld.Issuer);

    private Uri List => World.Addresses.Crl(TestWorld.Issuer);

    private Uri Mirror => World.Addresses.Mirror(TestWorld.Issuer);

    public async ValueTask InitializeAsync()
    {
        _world = await TestWorld.StartAsync(_clock, Token);
        World.Switches.Delay = TimeSpan.FromMinutes(4);
    }

    public async ValueTask DisposeAsync()
    {
        _kit.Dispose();
        await World.DisposeAsync();
    }

    [Fact]
    public async Task A_responder_that_may_itself_be_revoked_is_believed_once_the_issuers_list_clears_it()
    {
        var seal = World.IssueCertificate("Seal");
        World.Switches[WorldService.Crl] = WorldFault.Behind;
        var fetcher = Fetcher([CheckedOcsp], [List]);
        Assert.Contains("OCSP", (await KnownAsync(fetcher, seal)).Source, StringComparison.Ordinal);

        World.Revoke(seal);

        Assert.True((await KnownAsync(Fetcher([CheckedOcsp], [List]), seal)).IsRevoked);
    }

    [Fact]
    public async Task A_list_at_hand_clears_such_a_responder_as_well()
    {
        var seal = World.IssueCertificate("Seal");
        Assert.IsType<RevocationAnswer.Unavailable>(await AskAsync(Fetcher([CheckedOcsp], []), seal));

        var list = CertificateList.Decode(await DownloadAsync(List));
        _kit.Trust.Replace(FetchKit.Roots.WithMaterial(new RevocationMaterial([list], [])));

        Assert.Contains("OCSP", (await KnownAsync(Fetcher([CheckedOcsp], []), seal)).Source, StringComparison.Ordinal);
        World.Revoke(seal);
        Assert.True((await KnownAsync(Fetcher([CheckedOcsp], []), seal)).IsRevoked);
    }

    [Fact]
    public async Task A_responder_without_nocheck_that_nobody_clears_or_that_was_revoked_clears_nobody()
    {
        var seal = World.IssueCertificate("Seal");
        Assert.IsType<RevocationAnswer.Unavailable>(await AskAsync(Fetcher([CheckedOcsp], []), seal));

        World.Revoke(World.CheckedResponder);

        var fact = await KnownAsync(Fetcher([CheckedOcsp], [List]), seal);
        Assert.Contains("CRL", fact.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorldService.Ocsp)]
    [InlineData(WorldService.CheckedOcsp)]
    [InlineData(WorldService.Crl)]
    [InlineData(WorldService.Mirror)]
    public async Task Whichever_source_alone_knows_of_a_revocation_is_heard(WorldService knows)
    {
        foreach (var since in (DateTimeOffset?[])[null, LongAgo])
        {
            var seal = World.IssueCertificate("Seal");
            World.Rebase();
            World.Revoke(seal, at: since);
            foreach (var service in (WorldService[])[WorldService.Ocsp, WorldService.CheckedOcsp, WorldService.Crl, WorldService.Mirror])
            {
                World.Switches[service] = service == knows ? WorldFault.None : WorldFault.Behind;
            }

            Assert.True((await KnownAsync(Fetcher([Ocsp, CheckedOcsp], [List, Mirror]), seal)).IsRevoked);
            Assert.True((await KnownAsync(Fetcher([CheckedOcsp, Ocsp], [Mirror, List]), seal)).IsRevoked);
        }
    }

    [Fact]
    public async Task A_responder_whose_clock_is_a_little_ahead_is_heard_before_an_older_good()
    {
        var seal = World.IssueCertificate("Seal");
        World.Rebase();
        World.Revoke(seal, at: _clock.GetUtcNow().AddHours(-1));
        World.Switches[WorldService.Crl] = WorldFault.Behind;
        var behind = new ManualClock(_clock.GetUtcNow().AddSeconds(-1.5)); // the responder's answers are of now

        var answer = await _kit.Fetcher(behind, FetchKit.Configured([Ocsp], [List])).AskAsync(FetchKit.About(seal), Token);

        Assert.True(Assert.IsType<RevocationAnswer.Known>(answer).Fact.IsRevoked);
    }

    [Fact]
    public async Task Of_two_that_clear_the_newer_counts()
    {
        var seal = World.IssueCertificate("Seal");
        World.Rebase();
        World.Switches[WorldService.Ocsp] = WorldFault.Behind;
        Assert.Contains("CRL", (await KnownAsync(Fetcher([Ocsp], [List]), seal)).Source, StringComparison.Ordinal);

        World.Switches[WorldService.Ocsp] = WorldFault.None;
        World.Switches[WorldService.Crl] = WorldFault.Behind;
        Assert.Contains("OCSP", (await KnownAsync(Fetcher([Ocsp], [List]), seal)).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_known_to_be_outdated_clears_nobody_and_the_next_place_is_asked()
    {
        var seal = World.IssueCertificate("Seal");
        World.Rebase();
        World.Revoke(seal);
        World.Switches[WorldService.Mirror] = WorldFault.Behind;
        var since = FetchKit.About(seal) with { ListSince = _clock.GetUtcNow().AddMinutes(-1) };

        var alone = await Fetcher([], [Mirror]).AskAsync(since, Token);
        var both = await Fetcher([], [Mirror, List]).AskAsync(since, Token);

        Assert.Contains("outdated", Assert.IsType<RevocationAnswer.Unavailable>(alone).Why, StringComparison.Ordinal);
        Assert.True(Assert.IsType<RevocationAnswer.Known>(both).Fact.IsRevoked);
    }

    [Fact]
    public async Task A_list_that_is_known_to_be_outdated_still_revokes()
    {
        var seal = World.IssueCertificate("Seal");
        World.Revoke(seal);
        World.Rebase();
        World.Switches[WorldService.Mirror] = WorldFault.Behind;

        var answer = await Fetcher([], [Mirror]).AskAsync(
            FetchKit.About(seal) with { ListSince = _clock.GetUtcNow().AddMinutes(-1) }, Token);

        Assert.True(Assert.IsType<RevocationAnswer.Known>(answer).Fact.IsRevoked);
    }

    [Fact]
    public async Task Lists_that_are_split_by_reason_clear_together_and_each_revokes_alone()
    {
        var halves = World.Addresses.ByReason(TestWorld.Issuer);
        var (good, stolen, held) = (World.IssueCertificate("Good"), World.IssueCertificate("Stolen"), World.IssueCertificate("Held"));
        World.Revoke(stolen);
        World.Revoke(held, X509RevocationReason.CertificateHold);
        var fetcher = Fetcher([], halves);

        Assert.False((await KnownAsync(fetcher, good)).IsRevoked);
        Assert.True((await KnownAsync(fetcher, stolen)).IsRevoked);
        Assert.True((await KnownAsync(fetcher, held)).IsRevoked);
        Assert.Equal(2, World.Switches.CountOf(WorldService.Crl)); // and both were kept
        Assert.IsType<RevocationAnswer.Unavailable>(await AskAsync(Fetcher([], halves[..1]), good));
    }

    [Fact]
    public async Task A_source_that_hangs_rests_and_is_probed_without_anybody_waiting()
    {
        using var kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromMilliseconds(300) });
        World.Switches[WorldService.Ocsp] = WorldFault.Slow;
        var fetcher = kit.Fetcher(_clock, FetchKit.Configured([Ocsp], [List]));
        for (int i = 0; i < 20; i++)
        {
            await KnownAsync(fetcher, World.IssueCertificate($"Seal {i}"));
        }

        Assert.Equal(1, World.Switches.CountOf(WorldService.Ocsp));
        World.Switches[WorldService.Ocsp] = WorldFault.None;
        _clock.Advance(TimeSpan.FromSeconds(6));
        await KnownAsync(fetcher, World.IssueCertificate("Probe"));
        await Caching.Eventually.BecomesTrueAsync(async () =>
            (await KnownAsync(fetcher, World.IssueCertificate("After"))).Source.Contains("OCSP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_known_to_hang_is_not_waited_for_where_another_source_answers()
    {
        using var kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromMilliseconds(300) });
        World.Switches[WorldService.Ocsp] = WorldFault.Slow;
        var fetcher = kit.Fetcher(_clock, FetchKit.Configured([Ocsp], [List]));
        await KnownAsync(fetcher, World.IssueCertificate("First"));
        int before = World.Switches.CountOf(WorldService.Ocsp);

        _clock.Advance(TimeSpan.FromSeconds(6)); // the next one probes
        await KnownAsync(fetcher, World.IssueCertificate("Second")); // and 300 ms are not waited for: see the fault table

        await Caching.Eventually.BecomesTrueAsync(() => World.Switches.CountOf(WorldService.Ocsp) == before + 1);
    }

    [Fact]
    public async Task A_source_that_is_gone_leaves_its_list_that_is_in_force()
    {
        var (seal, other) = (World.IssueCertificate("Seal"), World.IssueCertificate("Other"));
        World.Rebase();
        World.Revoke(seal);
        World.Switches[WorldService.Ocsp] = WorldFault.Behind;
        var fetcher = Fetcher([Ocsp], [List]);
        Assert.False((await KnownAsync(fetcher, other)).IsRevoked);

        World.Switches[WorldService.Crl] = WorldFault.Unavailable;
        _clock.Advance(TimeSpan.FromMinutes(15)); // longer than a list is held without asking for it again

        Assert.True((await KnownAsync(fetcher, seal)).IsRevoked);
    }

    private RevocationFetcher Fetcher(Uri[] ocsp, Uri[] lists) => _kit.Fetcher(_clock, FetchKit.Configured(ocsp, lists));

    private static async Task<RevocationAnswer> AskAsync(RevocationFetcher fetcher, Certificate subject) =>
        await fetcher.AskAsync(FetchKit.About(subject), Token);

    private static async Task<RevocationFact> KnownAsync(RevocationFetcher fetcher, Certificate subject) =>
        await AskAsync(fetcher, subject) is RevocationAnswer.Known known
            ? known.Fact
            : throw new Xunit.Sdk.XunitException($"{await AskAsync(fetcher, subject)}");

    private async Task<ReadOnlyMemory<byte>> DownloadAsync(Uri address) =>
        await _kit.Http.FetchAsync(new FetchOrder("crl", address, 1 << 20) { IsConfigured = true }, Token) is FetchOutcome.Fetched fetched
            ? fetched.Bytes
            : throw new Xunit.Sdk.XunitException($"nothing from {address}");
}
