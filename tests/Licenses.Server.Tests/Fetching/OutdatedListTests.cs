using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Cli.Pki.Serving;
using Licenses.Crypto.X509;
using Licenses.Server.Caching;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.Clock;
using Licenses.Testing.SamplePki;
using Licenses.Testing.World;
using Licenses.Trust;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Server.Tests.Fetching;

/// <summary>
/// A mirror of an issuer's list that is behind, and somebody else's question that brings the newer one: the older clears
/// nobody from then on, and whom the newer one names is revoked.
/// </summary>
public sealed class OutdatedListTests : IAsyncLifetime
{
    private static readonly RevocationInquiry Police = FetchKit.About(Certificate.Decode(SampleCertificates.Seal("police").RawData));
    private static readonly RevocationInquiry Market = FetchKit.About(Certificate.Decode(SampleCertificates.Seal("market").RawData));

    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly ScriptedSource _source;
    private readonly RevocationReader _scripted;
    private TestWorld? _world;

    public OutdatedListTests()
    {
        _source = new ScriptedSource(_clock);
        _scripted = ReaderOver(_source);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestWorld World => _world!;

    public async ValueTask InitializeAsync() => _world = await TestWorld.StartAsync(_clock, Token);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task What_an_outdated_list_said_is_answered_no_more_though_nobody_can_be_asked()
    {
        _source.Answer = inquiry => Listed(inquiry, _clock.GetUtcNow().AddHours(-2));
        Assert.False((await KnownAsync(_scripted, Police)).IsRevoked);

        _source.Answer = inquiry => IsAbout(inquiry, Market) ? Listed(inquiry, _clock.GetUtcNow().AddSeconds(-5)) : null;
        await KnownAsync(_scripted, Market);

        Assert.Null(_scripted.Recall(Police));
        for (int i = 0; i < 3; i++)
        {
            Assert.IsType<RevocationAnswer.Unavailable>(await _scripted.AskAsync(Police, Token));
            _clock.Advance(TimeSpan.FromSeconds(6));
        }
    }

    [Fact]
    public async Task A_hold_on_an_outdated_list_stands_while_nobody_can_be_asked()
    {
        _source.Answer = inquiry => Listed(inquiry, _clock.GetUtcNow().AddHours(-2)) with
        {
            RevokedAt = _clock.GetUtcNow().AddHours(-3), Reason = RevocationReason.CertificateHold,
        };
        await KnownAsync(_scripted, Police);

        _source.Answer = inquiry => IsAbout(inquiry, Market) ? Listed(inquiry, _clock.GetUtcNow().AddSeconds(-5)) : null;
        await KnownAsync(_scripted, Market);
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.True((await KnownAsync(_scripted, Police)).IsRevoked);
    }

    [Fact]
    public async Task Who_joins_a_fetch_that_began_before_the_newer_list_was_seen_is_not_given_what_it_brings()
    {
        var old = _clock.GetUtcNow().AddHours(-2);
        var (began, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _source.Wait = async inquiry =>
        {
            if (inquiry.ListSince is null && IsAbout(inquiry, Police))
            {
                began.SetResult();
                await go.Task;
            }
        };
        _source.Answer = inquiry => IsAbout(inquiry, Market) ? Listed(inquiry, _clock.GetUtcNow())
            : inquiry.ListSince is null ? Listed(inquiry, old)
            : null;
        var first = _scripted.AskAsync(Police, Token).AsTask();
        await began.Task.WaitAsync(Token);
        var newer = await KnownAsync(_scripted, Market);
        var joined = _scripted.AskAsync(Police, Token).AsTask();
        go.SetResult();

        Assert.IsType<RevocationAnswer.Unavailable>(await joined);
        Assert.IsType<RevocationAnswer.Unavailable>(await first);
        Assert.Equal(newer.AsOf, _source.Inquiries.Last().ListSince);
    }

    [Fact]
    public async Task A_refresh_ahead_says_since_when_older_lists_do_not_do()
    {
        _source.Answer = inquiry => IsAbout(inquiry, Market) ? Listed(inquiry, _clock.GetUtcNow().AddSeconds(-5)) : _source.Good(inquiry);
        await KnownAsync(_scripted, Police);
        var newer = await KnownAsync(_scripted, Market);
        _clock.Advance(TimeSpan.FromMinutes(9)); // due after 72 to 80 per cent of ten minutes

        await KnownAsync(_scripted, Police);

        await Eventually.BecomesTrueAsync(() => _source.Asked == 3);
        Assert.Equal(newer.AsOf, _source.Inquiries.Last().ListSince);
    }

    [Fact]
    public async Task Whom_a_list_names_that_was_fetched_for_another_is_revoked_although_his_own_mirror_is_behind()
    {
        using var kit = FetchKit.Create(FetchKit.Allowing(World));
        var reader = ReaderOver(kit.Fetcher(_clock));
        var (named, other) = (Issue("Named", World.Addresses.Mirror(TestWorld.Issuer)), Issue("Other", World.Addresses.Crl(TestWorld.Issuer)));
        World.Rebase();
        World.Revoke(named);
        World.Switches[WorldService.Mirror] = WorldFault.Behind;
        Assert.False((await KnownAsync(reader, FetchKit.About(named))).IsRevoked); // nobody here knows better

        await KnownAsync(reader, FetchKit.About(other));

        Assert.True((await KnownAsync(reader, FetchKit.About(named))).IsRevoked);
    }

    [Fact]
    public async Task Whom_a_list_names_that_was_fetched_for_another_is_revoked_although_his_own_source_is_down()
    {
        using var kit = FetchKit.Create(FetchKit.Allowing(World));
        var reader = ReaderOver(kit.Fetcher(_clock));
        var (named, other) = (Issue("Named", World.Addresses.Mirror(TestWorld.Issuer)), Issue("Other", World.Addresses.Crl(TestWorld.Issuer)));
        World.Revoke(named);
        World.Switches[WorldService.Mirror] = WorldFault.Down;

        await KnownAsync(reader, FetchKit.About(other));

        Assert.True((await KnownAsync(reader, FetchKit.About(named))).IsRevoked);
    }

    [Fact]
    public async Task Whom_a_list_does_not_name_that_was_fetched_for_another_is_clear_although_his_own_mirror_is_behind()
    {
        using var kit = FetchKit.Create(FetchKit.Allowing(World));
        var reader = ReaderOver(kit.Fetcher(_clock));
        var (clear, other) = (Issue("Clear", World.Addresses.Mirror(TestWorld.Issuer)), Issue("Other", World.Addresses.Crl(TestWorld.Issuer)));
        World.Rebase();
        World.Switches[WorldService.Mirror] = WorldFault.Behind;
        var before = await KnownAsync(reader, FetchKit.About(clear));

        await KnownAsync(reader, FetchKit.About(other));

        var after = await KnownAsync(reader, FetchKit.About(clear));
        Assert.False(after.IsRevoked);
        Assert.True(after.AsOf > before.AsOf);
    }

    [Fact]
    public async Task An_outdated_list_that_a_certificate_names_does_not_keep_the_others_of_its_host_from_being_fetched()
    {
        using var kit = FetchKit.Create(FetchKit.Allowing(World));
        var reader = ReaderOver(kit.Fetcher(_clock));
        var (main, mirror) = (World.Addresses.Crl(TestWorld.Issuer), World.Addresses.Mirror(TestWorld.Issuer));
        var stolen = Issue("Stolen", main);
        World.Rebase();
        World.Switches[WorldService.Mirror] = WorldFault.Behind;
        await KnownAsync(reader, FetchKit.About(Issue("Other", main)));
        _clock.Advance(TimeSpan.FromMinutes(11)); // the list is due to be fetched anew
        World.Revoke(stolen);

        for (int i = 0; i < 20; i++)
        {
            await reader.AskAsync(FetchKit.About(Issue($"Behind {i}", mirror)), Token);
        }

        Assert.True((await KnownAsync(reader, FetchKit.About(stolen))).IsRevoked);
        Assert.Equal(1, World.Switches.CountOf(WorldService.Mirror));
    }

    private static bool IsAbout(RevocationInquiry inquiry, RevocationInquiry other) => inquiry.Subject.Equals(other.Subject);

    private RevocationFact Listed(RevocationInquiry inquiry, DateTimeOffset asOf) => new(
        RevocationKey.Of(inquiry), null, RevocationReason.Unspecified, asOf, asOf.AddDays(3), _clock.GetUtcNow(), "scripted list")
    {
        IsFromCompleteList = true,
    };

    private RevocationReader ReaderOver(IRevocationSource source) => new(
        source, new MemoryRevocationCache(1_000, _clock), new RecentRevocations(1_000, _clock), _clock, new RevocationReaderOptions());

    private static async Task<RevocationFact> KnownAsync(RevocationReader reader, RevocationInquiry inquiry) =>
        await reader.AskAsync(inquiry, Token) is var answer && answer is RevocationAnswer.Known known
            ? known.Fact
            : throw new Xunit.Sdk.XunitException($"{answer}");

    /// <summary>A certificate by the issuing authority that names one place of its list alone.</summary>
    private static Certificate Issue(string name, Uri list)
    {
        using var authority = X509CertificateLoader.LoadPkcs12FromFile(
            SampleCertificates.PathTo("authorities", "issuing-ca.p12"), SampleCertificates.Password);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var order = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        order.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([list.AbsoluteUri]));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = 0x42;
        using var issued = order.Create(authority, authority.NotBefore, authority.NotAfter, serial);
        return Certificate.Decode(issued.RawData);
    }
}
