using System.Security.Cryptography;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Timestamps from live authorities: good ones kept, bad ones refused, dead ones left alone.</summary>
public sealed class TimeStampClientTests : IAsyncLifetime
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(64);

    private readonly FetchKit _kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(2) });
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private TestWorld? _first;
    private TestWorld? _second;

    private const string UsualPolicy = "1.3.6.1.4.1.99999.1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld First => _first!;

    private TestWorld Second => _second!;

    public async ValueTask InitializeAsync()
    {
        _first = await TestWorld.StartAsync(_clock, Token);
        _second = await TestWorld.StartAsync(_clock, Token);
    }

    public async ValueTask DisposeAsync()
    {
        _kit.Dispose();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_about_what_was_to_be_stamped()
    {
        var stamped = Assert.IsType<TimeStampOutcome.Stamped>(await Client().StampAsync(Data, Token));

        Assert.True(stamped.Token.VerifyOver(Data).Intact);
        Assert.Equal(First.Addresses.Tsa, stamped.Authority);
        Assert.InRange(stamped.Token.Info.Time, _clock.GetUtcNow().AddSeconds(-1), _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(WorldFault.WrongNonce)]
    [InlineData(WorldFault.NoNonce)]
    [InlineData(WorldFault.WrongImprint)]
    [InlineData(WorldFault.WrongPolicy)]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Expired)]
    [InlineData(WorldFault.Future)]
    [InlineData(WorldFault.Refusing)]
    [InlineData(WorldFault.Garbage)]
    [InlineData(WorldFault.Huge)]
    [InlineData(WorldFault.Down)]
    [InlineData(WorldFault.Unavailable)]
    [InlineData(WorldFault.Slow)]
    public async Task A_bad_authority_is_passed_over_for_the_next(WorldFault fault)
    {
        First.Switches[WorldService.Tsa] = fault;

        // Pinned to what both stamp under where nobody asks, so that the wrong policy is the only thing wrong.
        var stamped = Assert.IsType<TimeStampOutcome.Stamped>(
            await Client(policy: fault == WorldFault.WrongPolicy ? UsualPolicy : null).StampAsync(Data, Token));

        Assert.Equal(Second.Addresses.Tsa, stamped.Authority);
        Assert.Equal(1, First.Switches.CountOf(WorldService.Tsa));
    }

    [Fact]
    public async Task A_dead_authority_costs_one_call_and_is_tried_again_later()
    {
        First.Switches[WorldService.Tsa] = WorldFault.Down;
        var client = Client();
        for (int i = 0; i < 20; i++)
        {
            Assert.IsType<TimeStampOutcome.Stamped>(await client.StampAsync(Data, Token));
        }

        Assert.Equal(1, First.Switches.CountOf(WorldService.Tsa));
        First.Switches[WorldService.Tsa] = WorldFault.None;
        _clock.Advance(TimeSpan.FromSeconds(6));
        var stamped = Assert.IsType<TimeStampOutcome.Stamped>(await client.StampAsync(Data, Token));
        Assert.Equal(First.Addresses.Tsa, stamped.Authority);
    }

    [Fact]
    public async Task Without_any_authority_it_says_so_and_when_to_ask_again()
    {
        await First.StopAsync();
        Second.Switches[WorldService.Tsa] = WorldFault.WrongSigner;
        var client = Client();

        var none = Assert.IsType<TimeStampOutcome.Unavailable>(await client.StampAsync(Data, Token));

        Assert.Contains(First.Addresses.Tsa.Authority, none.Why.En, StringComparison.Ordinal);
        Assert.Contains("not certified for timestamps", none.Why.En, StringComparison.Ordinal);
        Assert.Contains("不用于时间戳", none.Why.Zh, StringComparison.Ordinal);
        Assert.True(none.RetryAt > _clock.GetUtcNow());
        await Assert.ThrowsAsync<TimeStampUnavailableException>(() => client.StampSignatureAsync(Data, Token).AsTask());
        Assert.Equal(1, Second.Switches.CountOf(WorldService.Tsa)); // both rest
    }

    [Fact]
    public async Task The_policy_is_pinned()
    {
        var pinned = Client(policy: "1.2.3.4.5");
        var stamped = Assert.IsType<TimeStampOutcome.Stamped>(await pinned.StampAsync(Data, Token));
        Assert.Equal("1.2.3.4.5", stamped.Token.Info.Policy);
    }

    [Fact]
    public async Task A_token_of_an_authority_that_nobody_trusts_is_refused()
    {
        var client = new TimeStampClient(
            _kit.Http, new TimeStampOptions { Authorities = [new(First.Addresses.Tsa)] }, new CurrentTrust(TrustStore.Empty, _clock), _clock);

        Assert.IsType<TimeStampOutcome.Unavailable>(await client.StampAsync(Data, Token));
    }

    [Fact]
    public async Task An_authority_that_was_revoked_since_is_refused_by_what_its_issuers_sources_say()
    {
        First.Revoke(Authority);
        var client = Watched(new SilentNotes(), First.Addresses.Ocsp(TestWorld.Issuer));

        var none = Assert.IsType<TimeStampOutcome.Unavailable>(await client.StampAsync(Data, Token));

        Assert.Contains("was revoked at", none.Why.En, StringComparison.Ordinal);
        Assert.Contains("被吊销", none.Why.Zh, StringComparison.Ordinal);
        Assert.DoesNotContain("revoked", none.Why.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorldFault.Down)]
    [InlineData(WorldFault.Slow)]
    public async Task Where_its_status_cannot_be_told_in_time_a_timestamp_is_kept_and_that_is_told(WorldFault fault)
    {
        Second.Switches[WorldService.Ocsp] = fault;
        Second.Switches.Delay = TimeSpan.FromMinutes(5);
        var notes = new SilentNotes();

        Assert.IsType<TimeStampOutcome.Stamped>(
            await Watched(notes, Second.Addresses.Ocsp(TestWorld.Issuer)).StampAsync(Data, Token));

        Assert.Contains(notes.All, note => note.Contains(Authority.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_an_authority_that_is_known_to_be_in_order_nothing_is_told()
    {
        var notes = new SilentNotes();

        Assert.IsType<TimeStampOutcome.Stamped>(
            await Watched(notes, First.Addresses.Ocsp(TestWorld.Issuer)).StampAsync(Data, Token));

        Assert.DoesNotContain(notes.All, note => note.Contains(Authority.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_burst_waits_for_its_turn_and_goes_neither_without_a_stamp_nor_elsewhere()
    {
        using var kit = FetchKit.Create(new FetchPolicy { MostPerSource = 2, Timeout = TimeSpan.FromSeconds(20) });
        First.Switches[WorldService.Tsa] = WorldFault.Slow;
        First.Switches.Delay = TimeSpan.FromMilliseconds(100);
        var client = Client(kit);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.StampAsync(Data, Token).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(First.Addresses.Tsa, Assert.IsType<TimeStampOutcome.Stamped>(outcome).Authority));
        Assert.Equal(0, Second.Switches.CountOf(WorldService.Tsa));
    }

    [Fact]
    public async Task An_authority_that_was_not_asked_for_want_of_a_place_does_not_rest()
    {
        using var kit = FetchKit.Create(new FetchPolicy { MostPerSource = 1, MostWaiting = 0, Timeout = TimeSpan.FromSeconds(20) });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        First.Switches[WorldService.Tsa] = Second.Switches[WorldService.Tsa] = WorldFault.Slow;
        First.Switches.Delay = Second.Switches.Delay = TimeSpan.FromMinutes(5);
        var client = Client(kit);
        var first = client.StampAsync(Data, stop.Token).AsTask();
        var second = client.StampAsync(Data, stop.Token).AsTask(); // goes to the second authority
        await Caching.Eventually.BecomesTrueAsync(() => Second.Switches.CountOf(WorldService.Tsa) == 1);

        var busy = Assert.IsType<TimeStampOutcome.Unavailable>(await client.StampAsync(Data, Token));
        First.Switches[WorldService.Tsa] = WorldFault.None;
        await stop.CancelAsync();
        await Task.WhenAll(first, second).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.InRange(busy.RetryAt, _clock.GetUtcNow(), _clock.GetUtcNow().AddSeconds(1));
        var stamped = Assert.IsType<TimeStampOutcome.Stamped>(await client.StampAsync(Data, Token)); // not a moment later
        Assert.Equal(First.Addresses.Tsa, stamped.Authority);
    }

    [Fact]
    public async Task An_authority_that_fails_many_at_once_rests_as_after_one_failure()
    {
        First.Switches[WorldService.Tsa] = Second.Switches[WorldService.Tsa] = WorldFault.Slow;
        First.Switches.Delay = Second.Switches.Delay = TimeSpan.FromMinutes(5);
        using var kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromMilliseconds(500) });
        var client = Client(kit);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.StampAsync(Data, Token).AsTask()));
        First.Switches[WorldService.Tsa] = WorldFault.None;
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.IsType<TimeStampOutcome.Stamped>(await client.StampAsync(Data, Token));
    }

    private static Certificate Authority => CertificateFile.ReadFirst(SampleCertificates.PathTo("tsa", "tsa.pem"));

    private TimeStampClient Watched(SilentNotes notes, Uri responder) => new(
        _kit.Http,
        new TimeStampOptions
        {
            Authorities = [new(First.Addresses.Tsa), new(Second.Addresses.Tsa)], StatusWait = TimeSpan.FromMilliseconds(500),
        },
        _kit.Trust, _clock)
    {
        Watch = new AuthorityWatch(_kit.Fetcher(_clock, FetchKit.Configured([responder])), notes.All.Enqueue),
    };

    private sealed class SilentNotes
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> All { get; } = [];
    }

    private TimeStampClient Client(FetchKit? kit = null, string? policy = null) => new(
        (kit ?? _kit).Http,
        new TimeStampOptions { Authorities = [new(First.Addresses.Tsa, policy), new(Second.Addresses.Tsa, policy)] },
        _kit.Trust,
        _clock);
}
