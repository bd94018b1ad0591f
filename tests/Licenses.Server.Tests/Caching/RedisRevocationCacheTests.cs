using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Crypto.X509;
using Licenses.Server.Tests.Fetching;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using StackExchange.Redis;

namespace Licenses.Server.Tests.Caching;

/// <summary>Facts in a real Redis: as they were, never older over newer, never what somebody else wrote, shared by nodes.</summary>
public sealed class RedisRevocationCacheTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new((DateTimeOffset.UtcNow.Ticks / 10 * 10) - TimeSpan.FromMinutes(5).Ticks, TimeSpan.Zero);

    private readonly ScriptedSource _source = new(TimeProvider.System);
    private RedisServer? _redis;
    private RevocationNode? _node;
    private RevocationInquiry? _inquiry;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RedisServer Redis => _redis!;

    private RevocationNode Node => _node!;

    private RevocationInquiry Inquiry => _inquiry!;

    private RevocationKey Key => RevocationKey.Of(Inquiry);

    public async ValueTask InitializeAsync()
    {
        _inquiry = FetchKit.About(Certificate.Decode(SampleCertificates.Seal("police").RawData));
        _redis = await RedisServer.StartAsync(Token);
        _node = await RevocationNode.StartAsync(Redis.Endpoint, _source, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Redis.DisposeAsync();
    }

    [Fact]
    public async Task What_was_stored_is_found_as_it_was()
    {
        RevocationFact[] facts =
        [
            Fact(0) with { ReliableUntil = Start.AddDays(3) }, Fact(1) with { RefreshAt = Start.AddMinutes(3), IsFromCompleteList = true, Source = "CRL 7 of CN=本市样例签发机构" },
            Fact(2) with { NextUpdate = null }, Fact(3) with { RevokedAt = Start.AddDays(-1), Reason = RevocationReason.CertificateHold },
            Fact(4) with { RevokedAt = Start.AddDays(-1), Reason = RevocationReason.KeyCompromise },
        ];
        foreach (var fact in facts)
        {
            await StoreAsync(fact);
            Assert.Equal(fact, (await Node.Cache.FindAsync(Key, Token)).Fact);
        }

        Assert.Equal(facts[1].AsOf, (await Node.Cache.FindAsync(Key, Token)).NewestList);
    }

    [Fact]
    public void In_whatever_order_and_however_concurrently_facts_come_the_newest_stays_and_a_revocation_for_ever()
    {
        var orders = Gen.Choose(1, 50).ArrayOf().Where(times => times.Length > 0).ToArbitrary();

        Prop.ForAll(orders, times =>
        {
            var key = new RevocationKey(MemoryMarshal.Read<UInt128>(Guid.NewGuid().ToByteArray()), Key.Issuer);
            var facts = times.Select(time => time % 10 == 7
                ? Fact(time) with { Key = key, RevokedAt = Start }
                : Fact(time) with { Key = key }).ToArray();
            Task.WhenAll(facts.Select(fact => Task.Run(async () => await StoreAsync(fact)))).GetAwaiter().GetResult();
            var found = Node.Cache.FindAsync(key, Token).AsTask().GetAwaiter().GetResult().Fact;
            var expected = facts.Aggregate((best, next) => next.Supersedes(best) ? next : best);
            return found == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public async Task What_somebody_else_wrote_is_nothing_and_goes_away()
    {
        await StoreAsync(Fact(0) with { RevokedAt = Start });
        using var other = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        var redis = other.GetDatabase();
        var entry = other.GetServer(other.GetEndPoints()[0]).Keys(pattern: "*revocation:*").Single();
        string text = (await redis.StringGetAsync(entry))!;

        foreach (var forged in (string[])[Forge(text), text[..^1] + (text[^1] == '0' ? '1' : '0'), "9 9 9 garbage", "", " ", text + " x"])
        {
            await redis.StringSetAsync(entry, forged);
            Assert.Null((await Node.Cache.FindAsync(Key, Token)).Fact);
        }

        await redis.StringSetAsync(entry, Forge(text));
        Assert.Null((await Node.Cache.FindAsync(Key, Token)).Fact);
        Assert.False(await redis.KeyExistsAsync(entry));
    }

    [Fact]
    public async Task A_fact_of_one_certificate_is_none_of_another()
    {
        await StoreAsync(Fact(0));
        using var other = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        var redis = other.GetDatabase();
        string entry = other.GetServer(other.GetEndPoints()[0]).Keys(pattern: "*revocation:*").Single()!;
        var another = new RevocationKey(Key.Subject + 1, Key.Issuer);
        await redis.StringSetAsync(
            entry.Replace($"{Key.Subject:x32}", $"{another.Subject:x32}", StringComparison.Ordinal), await redis.StringGetAsync(entry));

        Assert.Null((await Node.Cache.FindAsync(another, Token)).Fact);
    }

    [Fact]
    public async Task Two_nodes_that_miss_at_once_cost_one_fetch()
    {
        await using var other = await RevocationNode.StartAsync(Redis.Endpoint, _source, TimeProvider.System);
        _source.Answer = inquiry => _source.Good(inquiry);
        _source.Delay = TimeSpan.FromMilliseconds(400);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => (i % 2 == 0 ? Node : other).AskAsync(Inquiry, Token)));

        Assert.All(answers, answer => Assert.Equal("good", answer));
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public async Task A_node_that_died_while_fetching_does_not_keep_the_others_from_it()
    {
        _source.Answer = inquiry => _source.Good(inquiry);
        Assert.True((await Node.Cache.TryTakeAsync(Key, TimeSpan.FromMinutes(5), Token)).IsMine); // never given back

        Assert.Equal("good", await Node.AskAsync(Inquiry, Token));
    }

    [Fact]
    public async Task Word_of_a_revocation_reaches_the_memory_of_the_other_node()
    {
        await using var other = await RevocationNode.StartAsync(
            Redis.Endpoint, _source, TimeProvider.System, options: new RevocationReaderOptions { RecentAge = TimeSpan.FromHours(1) });
        _source.Answer = inquiry => _source.Good(inquiry);
        Assert.Equal("good", await other.AskAsync(Inquiry, Token));

        await StoreAsync(_source.Revoked(Inquiry));

        await Eventually.BecomesTrueAsync(async () => await other.AskAsync(Inquiry, Token) == "revoked");
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public async Task A_newer_list_of_the_issuer_outdates_what_older_lists_said_of_others()
    {
        var old = Fact(0) with { IsFromCompleteList = true };
        await StoreAsync(old);
        var neighbour = new RevocationKey(Key.Subject + 1, Key.Issuer);
        await StoreAsync(Fact(60) with { Key = neighbour, IsFromCompleteList = true });

        var cached = await Node.Cache.FindAsync(Key, Token);
        Assert.Null(cached.Current);
        _source.Answer = inquiry => _source.Revoked(inquiry);

        Assert.Equal("revoked", await Node.AskAsync(Inquiry, Token));
        Assert.Equal(cached.NewestList, _source.Inquiries.Single().ListSince);
    }

    [Fact]
    public async Task A_fact_from_the_future_is_a_miss_that_keeps_nobody_out_and_casts_doubt_on_the_clock()
    {
        var future = DateTimeOffset.UtcNow.AddMinutes(10);
        await StoreAsync(Fact(0) with { AsOf = future, FetchedAt = future, NextUpdate = future.AddHours(1), IsFromCompleteList = true });
        _source.Answer = inquiry => _source.Revoked(inquiry, RevocationReason.CertificateHold);

        Assert.Equal("revoked", await Node.AskAsync(Inquiry, Token));

        Assert.True(Node.Recent.Watch.IsDoubtful());
        Assert.True((await Node.Cache.FindAsync(Key, Token)).Fact!.IsRevoked); // ours stands in its place
    }

    [Fact]
    public async Task A_fact_that_was_judged_by_another_trust_is_none_and_comes_back_with_that_trust()
    {
        _source.Answer = inquiry => _source.Good(inquiry);
        Assert.Equal("good", await Node.AskAsync(Inquiry, Token));

        _source.Basis = 1; // an anchor was taken away
        _source.Answer = _ => null;
        Assert.Equal("unknown", await Node.AskAsync(Inquiry, Token));
        Assert.Null((await Node.Cache.FindAsync(Key, Token)).Fact);

        _source.Basis = 0;
        Assert.NotNull((await Node.Cache.FindAsync(Key, Token)).Fact);
    }

    [Fact]
    public async Task A_fact_cannot_be_moved_under_the_entry_of_another_trust()
    {
        await StoreAsync(Fact(0));
        using var other = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        var redis = other.GetDatabase();
        string entry = other.GetServer(other.GetEndPoints()[0]).Keys(pattern: "*revocation:*").Single()!;
        await redis.StringSetAsync(
            entry.Replace($"{UInt128.Zero:x32}", $"{UInt128.One:x32}", StringComparison.Ordinal), await redis.StringGetAsync(entry));

        _source.Basis = 1;

        Assert.Null((await Node.Cache.FindAsync(Key, Token)).Fact);
    }

    [Fact]
    public async Task An_older_good_that_somebody_puts_back_does_not_return_where_the_revocation_was_seen()
    {
        await StoreAsync(_source.Good(Inquiry));
        using var other = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        var redis = other.GetDatabase();
        var entry = other.GetServer(other.GetEndPoints()[0]).Keys(pattern: "*revocation:*").Single();
        string good = (await redis.StringGetAsync(entry))!;
        await StoreAsync(_source.Revoked(Inquiry));
        Assert.Equal("revoked", await Node.AskAsync(Inquiry, Token));

        await redis.StringSetAsync(entry, good);
        await redis.PublishAsync(
            new RedisChannel("licenses:revocation-changes", RedisChannel.PatternMode.Literal),
            $"{Key} 1 {RevocationWireTime(DateTimeOffset.UtcNow.AddYears(1))}"); // "forget what you know, there is a newer one"
        for (int i = 1; i <= 20_000; i++) // and many others push it out of memory
        {
            Node.Recent.Put(Fact(0) with { Key = new RevocationKey(Key.Subject + (UInt128)i, Key.Issuer) });
        }

        Assert.Equal("revoked", await Node.AskAsync(Inquiry, Token));
    }

    [Fact]
    public async Task A_list_that_was_seen_stays_seen_whatever_is_put_back()
    {
        await StoreAsync(_source.Good(Inquiry) with { IsFromCompleteList = true });
        using var other = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        var redis = other.GetDatabase();
        var before = other.GetServer(other.GetEndPoints()[0]).Keys(pattern: "*revocation:*").ToDictionary(key => key, key => redis.StringGet(key));
        Node.Recent.NoteList(Key.Issuer, DateTimeOffset.UtcNow.AddSeconds(1)); // what the cache said a moment ago
        foreach (var (key, value) in before)
        {
            await redis.StringSetAsync(key, value);
        }

        _source.Answer = inquiry => _source.Revoked(inquiry);

        Assert.Equal("revoked", await Node.AskAsync(Inquiry, Token));
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public async Task Entries_end_with_their_time()
    {
        await Node.Cache.StoreAsync(Fact(0), DateTimeOffset.UtcNow.AddMilliseconds(300), Token);
        Assert.NotNull((await Node.Cache.FindAsync(Key, Token)).Fact);

        await Task.Delay(400, Token);

        Assert.Null((await Node.Cache.FindAsync(Key, Token)).Fact);
    }

    private static string RevocationWireTime(DateTimeOffset time) => Licenses.Server.Caching.RevocationWire.Text(time);

    private static string Forge(string text)
    {
        var fields = text.Split(' ');
        fields[4] = "-"; // not revoked
        return string.Join(' ', fields);
    }

    private ValueTask StoreAsync(RevocationFact fact) => Node.Cache.StoreAsync(fact, DateTimeOffset.UtcNow.AddHours(1), Token);

    private RevocationFact Fact(int seconds) => new(
        Key, null, RevocationReason.Unspecified, Start.AddSeconds(seconds), Start.AddHours(1), Start.AddSeconds(seconds), "OCSP answer");
}
