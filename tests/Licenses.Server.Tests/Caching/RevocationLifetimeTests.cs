using Licenses.Crypto.X509;
using Licenses.Server.Tests.Fetching;
using Licenses.Testing.Processes;
using Licenses.Testing.SamplePki;
using Licenses.Trust;
using StackExchange.Redis;

namespace Licenses.Server.Tests.Caching;

/// <summary>How long what is known about certificates lives in a real Redis, and in a process that lost sight of it.</summary>
public sealed class RevocationLifetimeTests : IAsyncLifetime
{
    private const int Many = 120;
    private static readonly TimeSpan NextUpdate = TimeSpan.FromHours(1);

    private readonly ScriptedSource _source = new(TimeProvider.System);
    private RedisServer? _redis;
    private RevocationInquiry? _inquiry;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RedisServer Redis => _redis!;

    private RevocationInquiry Inquiry => _inquiry!;

    public async ValueTask InitializeAsync()
    {
        _inquiry = FetchKit.About(Certificate.Decode(SampleCertificates.Seal("police").RawData));
        _redis = await RedisServer.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => Redis.DisposeAsync();

    [Fact]
    public Task A_fact_lives_until_its_next_update_at_most_and_not_all_end_together() =>
        LivesAsync(inquiry => _source.Good(inquiry, NextUpdate), new RevocationReaderOptions(), NextUpdate);

    [Fact]
    public Task A_fact_lives_as_long_as_the_policy_says_where_the_next_update_is_later() =>
        LivesAsync(
            inquiry => _source.Good(inquiry, NextUpdate), new RevocationReaderOptions { MaxAge = TimeSpan.FromMinutes(20) }, TimeSpan.FromMinutes(20));

    [Fact]
    public Task A_hold_lives_until_its_next_update_at_most() => LivesAsync(
        inquiry => _source.Revoked(inquiry, RevocationReason.CertificateHold), new RevocationReaderOptions(), NextUpdate);

    [Fact]
    public Task A_revocation_lives_its_own_age_and_not_all_end_together() => LivesAsync(
        inquiry => _source.Revoked(inquiry), new RevocationReaderOptions { RevokedAge = TimeSpan.FromHours(5) }, TimeSpan.FromHours(5));

    [Fact]
    public async Task What_is_over_already_is_not_kept_at_all()
    {
        await using var node = await RevocationNode.StartAsync(Redis.Endpoint, _source, TimeProvider.System);
        _source.Answer = inquiry => _source.Good(inquiry) with { NextUpdate = null };

        await node.AskAsync(Inquiry, Token);

        Assert.Empty(await LivesInRedisAsync());
    }

    [Fact]
    public async Task A_node_whose_Redis_died_asks_again_for_what_it_remembers()
    {
        await using var node = await ForgetfulOnlyWhenToldAsync();
        Assert.Equal("good", await node.AskAsync(Inquiry, Token));
        _source.Answer = inquiry => _source.Revoked(inquiry);
        Assert.Equal("good", await node.AskAsync(Inquiry, Token)); // from memory: nobody said anything

        await Redis.StopAsync(); // word of changes can no longer be heard

        await Eventually.BecomesTrueAsync(async () => await node.AskAsync(Inquiry, Token) == "revoked");
    }

    [Fact]
    public async Task A_node_whose_Redis_is_back_asks_again_for_what_it_learnt_meanwhile()
    {
        await using var node = await ForgetfulOnlyWhenToldAsync();
        Assert.Equal("good", await node.AskAsync(Inquiry, Token));
        await Redis.StopAsync();
        await Eventually.BecomesTrueAsync(async () => await node.AskAsync(Inquiry, Token) == "good" && _source.Asked > 1);
        await Task.Delay(TimeSpan.FromSeconds(1), Token); // the loss of the second connection may be noticed a little later
        Assert.Equal("good", await node.AskAsync(Inquiry, Token)); // learnt without Redis
        _source.Answer = inquiry => _source.Revoked(inquiry); // and said to the others, while this one could not hear

        await Redis.RestartAsync(Token);

        await Eventually.BecomesTrueAsync(async () => await node.AskAsync(Inquiry, Token) == "revoked");
    }

    private Task<RevocationNode> ForgetfulOnlyWhenToldAsync()
    {
        _source.Answer = inquiry => _source.Good(inquiry, TimeSpan.FromDays(1));
        return RevocationNode.StartAsync(
            Redis.Endpoint, _source, TimeProvider.System,
            options: new RevocationReaderOptions { RecentAge = TimeSpan.FromHours(5), CacheAge = TimeSpan.FromHours(10) });
    }

    /// <summary>None lives longer than the bound, none a tenth less, and they are spread in between.</summary>
    private async Task LivesAsync(
        Func<RevocationInquiry, RevocationFact> answer, RevocationReaderOptions options, TimeSpan longest)
    {
        await using var node = await RevocationNode.StartAsync(Redis.Endpoint, _source, TimeProvider.System, options: options);
        int certificates = 0;
        _source.Answer = inquiry => answer(inquiry) with
        {
            Key = RevocationKey.Of(inquiry) with { Subject = (UInt128)(++certificates) },
        };
        var start = DateTimeOffset.UtcNow;
        for (int i = 0; i < Many; i++)
        {
            await node.AskAsync(Inquiry, Token);
        }

        var lives = await LivesInRedisAsync();
        var passed = DateTimeOffset.UtcNow - start; // what the first of them has lost meanwhile
        Assert.Equal(Many, lives.Length);
        Assert.All(lives, life => Assert.InRange(life, (longest * 0.9) - passed, longest));
        Assert.True(lives.Max() - lives.Min() > longest * 0.05, $"all live {lives.Min()} to {lives.Max()}");
        Assert.True(lives.Select(life => (int)(life / longest * 100)).Distinct().Count() > 5);
    }

    private async Task<TimeSpan[]> LivesInRedisAsync()
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        var redis = connection.GetDatabase();
        return
        [
            .. connection.GetServer(connection.GetEndPoints()[0]).Keys(pattern: "*revocation:*")
                .Select(key => redis.KeyTimeToLive(key) ?? TimeSpan.MaxValue),
        ];
    }
}
