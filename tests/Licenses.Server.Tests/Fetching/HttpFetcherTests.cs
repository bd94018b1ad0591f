using System.Diagnostics;
using System.Net;
using Licenses.Cli.Pki.Serving;
using Licenses.Testing.World;
using Licenses.Trust.Fetching;

namespace Licenses.Server.Tests.Fetching;

/// <summary>What is fetched and what is not, over real sockets.</summary>
public sealed class HttpFetcherTests : IAsyncLifetime
{
    private const int Enough = 64 * 1024;

    private TestWorld? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(TimeProvider.System, Token);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task A_configured_address_is_fetched()
    {
        using var kit = FetchKit.Create();

        var outcome = await kit.Http.FetchAsync(Configured(), Token);

        Assert.NotEqual(0, Assert.IsType<FetchOutcome.Fetched>(outcome).Bytes.Length);
        Assert.Equal(("crl", World.Addresses.Root.Authority, "fetched"), kit.Records.Select(record => (record.Kind, record.Host, record.Outcome)).Single());
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")] // another port than the one that stands there
    [InlineData("localhost")]
    [InlineData("example.org")]
    public async Task An_address_of_a_certificate_is_fetched_only_when_the_list_has_its_host_and_port(string allowed)
    {
        using var kit = FetchKit.Create(new FetchPolicy { AllowedHosts = allowed.Length == 0 ? [] : [allowed] });

        var outcome = await kit.Http.FetchAsync(Configured() with { IsConfigured = false }, Token);

        Assert.Equal(FetchFailure.NotAllowed, Assert.IsType<FetchOutcome.Failed>(outcome).Why);
        Assert.Equal(0, World.Switches.CountOf(WorldService.Crl));
    }

    [Fact]
    public async Task An_address_of_a_certificate_is_fetched_when_the_list_has_it()
    {
        using var kit = FetchKit.Create(FetchKit.Allowing(World));

        Assert.IsType<FetchOutcome.Fetched>(await kit.Http.FetchAsync(Configured() with { IsConfigured = false }, Token));
    }

    [Fact]
    public async Task An_allowed_name_that_leads_inside_is_not_followed()
    {
        var address = new UriBuilder(World.Addresses.Crl(TestWorld.Issuer)) { Host = "localhost" }.Uri;
        using var kit = FetchKit.Create(new FetchPolicy { AllowedHosts = [address.Authority] });

        var outcome = await kit.Http.FetchAsync(new FetchOrder("crl", address, Enough), Token);

        Assert.Contains("no public address", Assert.IsType<FetchOutcome.Failed>(outcome).Detail, StringComparison.Ordinal);
        using var trusting = FetchKit.Create(new FetchPolicy { AllowedHosts = [address.Authority], AllowPrivateAddresses = true });
        Assert.IsType<FetchOutcome.Fetched>(await trusting.Http.FetchAsync(new FetchOrder("crl", address, Enough), Token));
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://user:secret@127.0.0.1/x")]
    [InlineData("ldap://127.0.0.1/cn=x")]
    public async Task Other_kinds_of_addresses_are_never_fetched(string address)
    {
        using var kit = FetchKit.Create();

        var outcome = await kit.Http.FetchAsync(new FetchOrder("crl", new Uri(address), Enough) { IsConfigured = true }, Token);

        Assert.Equal(FetchFailure.NotAllowed, Assert.IsType<FetchOutcome.Failed>(outcome).Why);
    }

    [Theory]
    [InlineData(WorldFault.Redirect, FetchFailure.BadStatus)]
    [InlineData(WorldFault.Unavailable, FetchFailure.BadStatus)]
    [InlineData(WorldFault.Huge, FetchFailure.TooLarge)]
    [InlineData(WorldFault.Down, FetchFailure.Unreachable)]
    [InlineData(WorldFault.Slow, FetchFailure.TooSlow)]
    public async Task Each_fault_ends_in_time_and_with_its_reason(WorldFault fault, FetchFailure expected)
    {
        using var kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(1) });
        World.Switches[WorldService.Crl] = fault;
        var watch = Stopwatch.StartNew();

        var outcome = await kit.Http.FetchAsync(Configured(), Token);

        Assert.Equal(expected, Assert.IsType<FetchOutcome.Failed>(outcome).Why);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task More_at_once_than_may_be_are_refused_at_once()
    {
        using var kit = FetchKit.Create(new FetchPolicy { MostAtOnce = 3 });
        World.Switches[WorldService.Crl] = WorldFault.Slow;
        World.Switches.Delay = TimeSpan.FromSeconds(1);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => kit.Http.FetchAsync(Configured(), Token).AsTask()));

        Assert.Equal(3, outcomes.OfType<FetchOutcome.Fetched>().Count());
        Assert.Equal(7, outcomes.OfType<FetchOutcome.Failed>().Count(failed => failed.Why == FetchFailure.Busy));
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_outcome()
    {
        using var kit = FetchKit.Create();
        World.Switches[WorldService.Crl] = WorldFault.Slow;
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kit.Http.FetchAsync(Configured(), soon.Token).AsTask());
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2600::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_addresses_of_the_public_network_are_public(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    private FetchOrder Configured() => new("crl", World.Addresses.Crl(TestWorld.Issuer), Enough) { IsConfigured = true };
}
