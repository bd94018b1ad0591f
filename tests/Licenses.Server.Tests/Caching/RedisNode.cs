using System.Security.Cryptography;
using Licenses.Revocation;
using Licenses.Server.Caching;
using Microsoft.Extensions.Logging.Abstractions;

namespace Licenses.Server.Tests.Caching;

/// <summary>One server's share of the cache: its memory and its connection to Redis.</summary>
internal sealed class RedisNode : IAsyncDisposable
{
    private static readonly byte[] Key = SHA256.HashData("tag key"u8);

    private RedisNode(CacheOptions options)
    {
        Recent = new RecentStatuses(1_000, TimeProvider.System);
        Cache = new RedisStatusCache(
            options, new StatusWire(Key), Recent, TimeProvider.System, NullLogger<RedisStatusCache>.Instance);
    }

    public RecentStatuses Recent { get; }

    public RedisStatusCache Cache { get; }

    public static async Task<RedisNode> StartAsync(string redis, TimeSpan? timeout = null)
    {
        var node = new RedisNode(new CacheOptions
        {
            Redis = redis,
            RedisTimeout = timeout ?? TimeSpan.FromSeconds(2), // the machine that runs the tests may be busy
            RedisPause = TimeSpan.FromMilliseconds(200),
        });
        await node.Cache.Connecting;
        return node;
    }

    public StatusReader Reader(IStatusStore store) =>
        new(store, Cache, Recent, TimeProvider.System, new StatusReaderOptions());

    public ValueTask DisposeAsync() => Cache.DisposeAsync();
}
