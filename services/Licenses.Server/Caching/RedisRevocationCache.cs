using System.Globalization;
using System.Security.Cryptography;
using Licenses.Trust;
using StackExchange.Redis;

namespace Licenses.Server.Caching;

/// <summary>
/// Facts about certificates in Redis, shared by all nodes: one entry per certificate and one per issuer, of when its
/// newest complete list is. One script compares and sets, so that no writer can put an older fact over a newer one, nor
/// anything over a final revocation; word of it goes to all nodes.
/// </summary>
internal sealed class RedisRevocationCache : IRevocationCache, IAsyncDisposable
{
    // Times are digits of one width, and compared as text: numbers would lose their last digits.
    // KEYS: fact, issuer. ARGV: fact, rank, as_of, fetched_at, milliseconds to live, channel, message, issuer's entry or "",
    // the latest time that is not in the future: what is later does not keep ours out, but for a final revocation.
    private const string StoreIfNewer =
        """
        local held = redis.call('GET', KEYS[1])
        if held then
            local rank, as_of, fetched = string.match(held, '^(%d) (%d+) (%d+) 2 ')
            if rank and (rank == '1' or (as_of <= ARGV[9] and fetched <= ARGV[9])) then
                local mine = {rank, as_of, fetched}
                for i = 1, 3 do
                    if mine[i] > ARGV[1 + i] then return 0 end
                    if mine[i] < ARGV[1 + i] then break end
                end
            end
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[5])
        if ARGV[8] ~= '' then
            local list = redis.call('GET', KEYS[2])
            local as_of = list and string.match(list, '^(%d+) ')
            if not as_of or #as_of ~= #ARGV[3] or as_of < ARGV[3] or as_of > ARGV[9] then
                redis.call('SET', KEYS[2], ARGV[8], 'PX', ARGV[5])
            end
        end
        redis.call('PUBLISH', ARGV[6], ARGV[7])
        return 1
        """;

    private const string DeleteIfMine =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

    private readonly CacheOptions _options;
    private readonly RevocationWire _wire;
    private readonly RecentRevocations _recent;
    private readonly TimeProvider _clock;
    private readonly ILogger<RedisRevocationCache> _logger;
    private readonly RedisLink _link;

    /// <param name="options">Where Redis is.</param>
    /// <param name="wire">How entries look there.</param>
    /// <param name="recent">The memory of this process, which word from other nodes reaches.</param>
    /// <param name="clock">Tells how long an entry has left.</param>
    /// <param name="logger">Told of faults.</param>
    public RedisRevocationCache(
        CacheOptions options,
        RevocationWire wire,
        RecentRevocations recent,
        TimeProvider clock,
        ILogger<RedisRevocationCache> logger)
    {
        _options = options;
        _wire = wire;
        _recent = recent;
        _clock = clock;
        _logger = logger;
        _link = new RedisLink(options, clock, ListenAsync, logger);
    }

    /// <summary>Completes when Redis has been reached for, whether it answers or not.</summary>
    public Task Connecting => _link.Connecting;

    private string Channel => _options.Prefix + "revocation-changes";

    public async ValueTask<CachedRevocation> FindAsync(RevocationKey key, CancellationToken cancellationToken)
    {
        var judgedBy = _wire.Basis;
        RedisKey[] keys = [KeyOf(key, judgedBy), KeyOf(key.Issuer, judgedBy)];
        var (_, values) = await _link.TryAsync(redis => redis.StringGetAsync(keys), cancellationToken);
        if (values is not [var fact, var list] || (fact.IsNullOrEmpty && list.IsNullOrEmpty))
        {
            return default;
        }

        var found = fact.IsNullOrEmpty ? null : _wire.Read(key, fact!);
        DateTimeOffset? newest = list.IsNullOrEmpty ? null : _wire.ReadList(key.Issuer, list!);
        await ForgetForeignAsync(keys[0], !fact.IsNullOrEmpty && found is null, cancellationToken);
        await ForgetForeignAsync(keys[1], !list.IsNullOrEmpty && newest is null, cancellationToken);
        return new CachedRevocation(found, newest);
    }

    public async ValueTask StoreAsync(RevocationFact fact, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var left = (long)(until - _clock.GetUtcNow()).TotalMilliseconds;
        if (left <= 0)
        {
            return;
        }

        var rank = RevocationWire.RankOf(fact);
        var asOf = RevocationWire.Text(fact.AsOf);
        RedisKey[] keys = [KeyOf(fact.Key, fact.Basis), KeyOf(fact.Key.Issuer, fact.Basis)];
        RedisValue[] arguments =
        [
            _wire.Write(fact),
            rank,
            asOf,
            RevocationWire.Text(fact.FetchedAt),
            left,
            Channel,
            string.Create(CultureInfo.InvariantCulture, $"{fact.Key} {rank} {asOf}"),
            fact.IsFromCompleteList ? _wire.WriteList(fact.Key.Issuer, fact.Basis, fact.AsOf) : "",
            RevocationWire.Text(_clock.GetUtcNow() + ClockWatch.Skew),
        ];
        await _link.TryAsync(redis => redis.ScriptEvaluateAsync(StoreIfNewer, keys, arguments), cancellationToken);
    }

    public async ValueTask<FetchRight> TryTakeAsync(RevocationKey key, TimeSpan longest, CancellationToken cancellationToken)
    {
        var token = RandomNumberGenerator.GetHexString(16);
        var (answered, taken) = await _link.TryAsync(
            redis => redis.StringSetAsync(RightOf(key), token, longest, When.NotExists), cancellationToken);
        return answered ? new FetchRight(taken, taken ? token : "") : new FetchRight(true, "");
    }

    public async ValueTask GiveBackAsync(RevocationKey key, FetchRight right, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [RightOf(key)];
        RedisValue[] arguments = [right.Token];
        await _link.TryAsync(redis => redis.ScriptEvaluateAsync(DeleteIfMine, keys, arguments), cancellationToken);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    /// <summary>What this service did not write goes, or it could keep ours out.</summary>
    private async ValueTask ForgetForeignAsync(RedisKey key, bool isForeign, CancellationToken cancellationToken)
    {
        if (isForeign)
        {
            CacheTelemetry.ForeignEntries.Add(1);
            CacheLog.ForeignFact(_logger);
            await _link.TryAsync(redis => redis.KeyDeleteAsync(key), cancellationToken);
        }
    }

    // The braces keep a certificate's entry and its issuer's on one node of a cluster, so that one script reaches both.
    // Nodes that trust otherwise, as during a change, have entries of their own.
    private RedisKey KeyOf(RevocationKey key, UInt128 judgedBy) =>
        $"{_options.Prefix}revocation:{{{key.Issuer}}}:{judgedBy:x32}:{key.Subject:x32}";

    private RedisKey KeyOf(IssuerKey issuer, UInt128 judgedBy) => $"{_options.Prefix}revocation:{{{issuer}}}:{judgedBy:x32}";

    private RedisKey RightOf(RevocationKey key) => $"{_options.Prefix}revocation-fetch:{{{key.Issuer}}}:{key.Subject:x32}";

    private Task ListenAsync(ConnectionMultiplexer connection)
    {
        connection.ConnectionFailed += (_, _) => Flush();
        connection.ConnectionRestored += (_, _) => Flush(); // what was said meanwhile was not heard
        var channel = new RedisChannel(Channel, RedisChannel.PatternMode.Literal);
        return connection.GetSubscriber().SubscribeAsync(channel, (_, message) => Hear(message));
    }

    private void Flush()
    {
        _recent.Flush();
        CacheTelemetry.Flushes.Add(1);
    }

    private void Hear(string? message)
    {
        if (message?.Split(' ') is [var about, var rank, var time]
            && RevocationKey.TryParse(about, out var key) && RevocationWire.Time(time) is { } asOf)
        {
            _recent.Bar(key, rank == "1", asOf);
        }
    }
}
