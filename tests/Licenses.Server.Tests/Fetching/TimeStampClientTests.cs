using System.Security.Cryptography;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.Clock;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Server.Tests.Fetching;

/// <summary>Timestamps from live authorities: good ones kept, bad ones refused, dead ones left alone.</summary>
public sealed class TimeStampClientTests : IAsyncLifetime
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(64);

    private readonly FetchKit _kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(2) });
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private TestWorld? _first;
    private TestWorld? _second;

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

        var stamped = Assert.IsType<TimeStampOutcome.Stamped>(await Client().StampAsync(Data, Token));

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

        Assert.Contains(First.Addresses.Tsa.Authority, none.Why, StringComparison.Ordinal);
        Assert.Contains("not certified for timestamps", none.Why, StringComparison.Ordinal);
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
            _kit.Http, new TimeStampOptions { Authorities = [new(First.Addresses.Tsa)] }, new CurrentTrust(TrustStore.Empty), _clock);

        Assert.IsType<TimeStampOutcome.Unavailable>(await client.StampAsync(Data, Token));
    }

    private TimeStampClient Client(string? policy = null) => new(
        _kit.Http,
        new TimeStampOptions { Authorities = [new(First.Addresses.Tsa, policy), new(Second.Addresses.Tsa, policy)] },
        _kit.Trust,
        _clock);
}
