using Licenses.Cli.Pki.Serving;
using Licenses.Server.Caching;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>One source that hangs takes its own places and not those of the others.</summary>
public sealed class BulkheadTests : IAsyncLifetime
{
    private readonly FetchKit _kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(20) });
    private TestWorld? _dead;
    private TestWorld? _well;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dead = await TestWorld.StartAsync(TimeProvider.System, Token);
        _well = await TestWorld.StartAsync(TimeProvider.System, Token);
        _dead.Switches[WorldService.Crl] = WorldFault.Slow;
        _dead.Switches.Delay = TimeSpan.FromMinutes(5);
    }

    public async ValueTask DisposeAsync()
    {
        _kit.Dispose();
        await _dead!.DisposeAsync();
        await _well!.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_hangs_does_not_take_the_places_of_the_others()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var hanging = Enumerable.Range(0, 500).Select(_ => FetchAsync(_dead!, stop.Token)).ToArray();

        Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(_well!, Token));

        Assert.Contains(hanging, fetch => fetch.IsCompletedSuccessfully
            && fetch.Result is FetchOutcome.Failed { Why: FetchFailure.Busy });
        await stop.CancelAsync();
        await Task.WhenAll(hanging).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_source_that_hangs_does_not_take_the_places_of_another_on_its_host()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (list, mirror) = (_dead!.Addresses.Crl(TestWorld.Issuer), _dead.Addresses.Mirror(TestWorld.Issuer));
        var hanging = Enumerable.Range(0, 500).Select(_ => FetchAsync(list, stop.Token)).ToArray();

        Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(mirror, Token));

        await stop.CancelAsync();
        await Task.WhenAll(hanging).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task An_issuer_whose_sources_hang_does_not_take_the_places_of_the_others()
    {
        var hangs = new TaskCompletionSource();
        var root = Certificate.Decode(SampleCertificates.CityRoot().RawData);
        var source = new ScriptedSource(TimeProvider.System);
        source.Answer = inquiry => source.Good(inquiry);
        source.Wait = inquiry => inquiry.Issuer.Equals(root) ? hangs.Task : Task.CompletedTask;
        var reader = new RevocationReader(
            source, new MemoryRevocationCache(1_000, TimeProvider.System), new RecentRevocations(1_000, TimeProvider.System),
            TimeProvider.System, new RevocationReaderOptions());

        var asked = Enumerable.Range(0, 200).Select(i => reader.AskAsync(
            FetchKit.About(_well!.IssueCertificate($"{i}")) with { Issuer = root }, Token).AsTask()).ToArray();

        Assert.IsType<RevocationAnswer.Known>(
            await reader.AskAsync(FetchKit.About(_well!.IssueCertificate("well")), Token));
        hangs.SetResult();
        Assert.Contains(await Task.WhenAll(asked), answer => answer is RevocationAnswer.Unavailable);
    }

    [Fact]
    public async Task Who_found_no_free_place_is_answered_as_soon_as_there_is_one()
    {
        var hangs = new TaskCompletionSource();
        var clock = new ManualClock(DateTimeOffset.UtcNow); // stands still
        var source = new ScriptedSource(clock) { Wait = _ => hangs.Task };
        source.Answer = inquiry => source.Good(inquiry);
        var reader = new RevocationReader(
            source, new MemoryRevocationCache(1_000, clock), new RecentRevocations(1_000, clock), clock,
            new RevocationReaderOptions { MostFetches = 1 });
        var asked = FetchKit.About(_well!.IssueCertificate("late"));
        var first = reader.AskAsync(FetchKit.About(_well!.IssueCertificate("first")), Token).AsTask();
        await Eventually.BecomesTrueAsync(() => source.Asked == 1);

        var busy = Assert.IsType<RevocationAnswer.Unavailable>(await reader.AskAsync(asked, Token));
        hangs.SetResult();
        await first;

        Assert.True(busy.IsOverload);
        Assert.InRange(busy.RetryAt, clock.GetUtcNow(), clock.GetUtcNow().AddSeconds(1));
        Assert.IsType<RevocationAnswer.Known>(await reader.AskAsync(asked, Token)); // not a moment later
    }

    [Fact]
    public async Task A_source_that_was_not_asked_for_want_of_a_place_is_neither_failing_nor_resting()
    {
        using var kit = FetchKit.Create(new FetchPolicy { MostAtOnce = 1, MostPerSource = 1, Timeout = TimeSpan.FromSeconds(20) });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        var fetcher = kit.Fetcher(clock, FetchKit.Configured([_well!.Addresses.Ocsp(TestWorld.Issuer)]));
        var reader = new RevocationReader(
            fetcher, new MemoryRevocationCache(1_000, clock), new RecentRevocations(1_000, clock), clock, new RevocationReaderOptions());
        var asked = FetchKit.About(_well!.IssueCertificate("late"));
        var hanging = kit.Http.FetchAsync(
            new FetchOrder("crl", _dead!.Addresses.Crl(TestWorld.Issuer), 1 << 20) { IsConfigured = true }, stop.Token).AsTask();

        var busy = Assert.IsType<RevocationAnswer.Unavailable>(await reader.AskAsync(asked, Token));
        await stop.CancelAsync();
        await hanging.ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.True(busy.IsOverload);
        Assert.IsType<RevocationAnswer.Known>(await reader.AskAsync(asked, Token));
    }

    private Task<FetchOutcome> FetchAsync(TestWorld world, CancellationToken cancellationToken) =>
        FetchAsync(world.Addresses.Crl(TestWorld.Issuer), cancellationToken);

    private async Task<FetchOutcome> FetchAsync(Uri list, CancellationToken cancellationToken) => await _kit.Http.FetchAsync(
        new FetchOrder("crl", list, 1 << 20) { IsConfigured = true, Source = list }, cancellationToken);
}
