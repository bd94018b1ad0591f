using System.Security.Cryptography;
using Licenses.Server.Caching;
using Licenses.Trust;
using Microsoft.Extensions.Logging.Abstractions;

namespace Licenses.Server.Tests.Caching;

/// <summary>One server's share of what is known about certificates: memory, Redis, source.</summary>
internal sealed class RevocationNode : IAsyncDisposable
{
    private static readonly byte[] Key = SHA256.HashData("tag key"u8);

    private RevocationNode(CacheOptions options, IRevocationSource source, TimeProvider clock, RevocationReaderOptions reader)
    {
        Recent = new RecentRevocations(10_000, clock);
        Cache = new RedisRevocationCache(
            options, new RevocationWire(Key, () => source.Basis), Recent, clock, NullLogger<RedisRevocationCache>.Instance);
        Reader = new RevocationReader(source, Cache, Recent, clock, reader);
    }

    public RecentRevocations Recent { get; }

    public RedisRevocationCache Cache { get; }

    public RevocationReader Reader { get; }

    public static async Task<RevocationNode> StartAsync(
        string redis, IRevocationSource source, TimeProvider clock, TimeSpan? timeout = null, RevocationReaderOptions? options = null)
    {
        var node = new RevocationNode(
            new CacheOptions
            {
                Redis = redis,
                RedisTimeout = timeout ?? TimeSpan.FromSeconds(2), // the machine that runs the tests may be busy
                RedisPause = TimeSpan.FromMilliseconds(200),
            },
            source, clock, options ?? new RevocationReaderOptions());
        await node.Cache.Connecting;
        return node;
    }

    /// <summary>Good, revoked or unknown, in one word.</summary>
    public async Task<string> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken) =>
        await Reader.AskAsync(inquiry, cancellationToken) switch
        {
            RevocationAnswer.Known { Fact.IsRevoked: true } => "revoked",
            RevocationAnswer.Known => "good",
            _ => "unknown",
        };

    public ValueTask DisposeAsync() => Cache.DisposeAsync();
}
