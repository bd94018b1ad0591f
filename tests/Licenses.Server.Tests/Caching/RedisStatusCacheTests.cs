using Licenses.Revocation;
using Licenses.Server.Tests.Storage;
using Licenses.Testing.Processes;
using StackExchange.Redis;

namespace Licenses.Server.Tests.Caching;

/// <summary>The contract of the caches, over a real Redis, and what only a shared cache does.</summary>
public sealed class RedisStatusCacheTests(RedisStatusCacheTests.Redis redis)
    : StatusCacheContract, IClassFixture<RedisStatusCacheTests.Redis>, IAsyncLifetime
{
    private RedisNode? _node;

    private protected override IStatusCache Cache => _node!.Cache;

    public async ValueTask InitializeAsync() => _node = await RedisNode.StartAsync(redis.Server.Endpoint);

    public ValueTask DisposeAsync() => _node!.DisposeAsync();

    [Fact]
    public async Task What_one_node_stores_another_finds()
    {
        await using var other = await RedisNode.StartAsync(redis.Server.Endpoint);
        var entry = Entry(Sample.NextNumber(), 1, LicenseState.Active);

        await Cache.StoreAsync(entry, Sample.Token);

        Assert.Equal(entry, await other.Cache.FindAsync(entry.Number, Sample.Token));
    }

    [Fact]
    public async Task Word_of_a_change_bars_older_versions_from_the_memory_of_every_node()
    {
        await using var other = await RedisNode.StartAsync(redis.Server.Endpoint);
        var active = Entry(Sample.NextNumber(), 1, LicenseState.Active);
        other.Recent.Put(active, other.Recent.Epoch);

        Assert.True(await Cache.PublishAsync(Entry(active.Number, 2, LicenseState.Revoked), Sample.Token));

        await Eventually.BecomesTrueAsync(() => other.Recent.FindEntry(active.Number) is null);
        Assert.Null(other.Recent.Put(active, other.Recent.Epoch));
    }

    [Fact]
    public async Task An_entry_that_was_not_written_by_the_service_is_ignored_and_removed()
    {
        using var foreign = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint);
        var revoked = Entry(Sample.NextNumber(), 2, LicenseState.Revoked);
        await Cache.StoreAsync(revoked, Sample.Token);
        string key = $"licenses:status:{revoked.Number.Value}";
        string written = (await foreign.GetDatabase().StringGetAsync(key))!;

        await foreign.GetDatabase().StringSetAsync(key, written.Replace("Revoked", "Active", StringComparison.Ordinal));

        Assert.Null(await Cache.FindAsync(revoked.Number, Sample.Token));
        Assert.False(await foreign.GetDatabase().KeyExistsAsync(key));
    }

    [Fact]
    public async Task An_entry_of_another_license_is_ignored()
    {
        using var foreign = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint);
        var active = Entry(Sample.NextNumber(), 1, LicenseState.Active);
        var victim = Sample.NextNumber();
        await Cache.StoreAsync(active, Sample.Token);

        var written = await foreign.GetDatabase().StringGetAsync($"licenses:status:{active.Number.Value}");
        await foreign.GetDatabase().StringSetAsync($"licenses:status:{victim.Value}", written);

        Assert.Null(await Cache.FindAsync(victim, Sample.Token));
    }

    [Fact]
    public async Task Entries_end_by_themselves_and_not_all_at_the_same_time()
    {
        using var foreign = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint);
        var ends = new List<TimeSpan>();
        for (int i = 0; i < 20; i++)
        {
            var entry = Entry(Sample.NextNumber(), 1, LicenseState.Active);
            await Cache.StoreAsync(entry, Sample.Token);
            ends.Add((await foreign.GetDatabase().KeyTimeToLiveAsync($"licenses:status:{entry.Number.Value}"))!.Value);
        }

        Assert.All(ends, end => Assert.InRange(end.TotalMinutes, 53, 66)); // one hour, ten per cent either way
        Assert.True(ends.Max() - ends.Min() > TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_entry_past_its_end_is_not_found_even_if_Redis_still_holds_it()
    {
        var old = Entry(Sample.NextNumber(), 1, LicenseState.Active) with { AsOf = DateTimeOffset.UtcNow.AddHours(-2) };

        await Cache.StoreAsync(old, Sample.Token);

        Assert.Null(await Cache.FindAsync(old.Number, Sample.Token));
    }

    /// <summary>One Redis for all tests of the class.</summary>
    public sealed class Redis : IAsyncLifetime
    {
        private RedisServer? _server;

        public RedisServer Server => _server!;

        public async ValueTask InitializeAsync() => _server = await RedisServer.StartAsync(CancellationToken.None);

        public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
