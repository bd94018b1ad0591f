using System.Globalization;
using System.Security.Cryptography;
using Licenses.Revocation;
using StackExchange.Redis;

namespace Licenses.Server.Caching;

/// <summary>
/// Statuses in Redis, shared by all nodes. A script compares versions, so that no writer can put an older status over a
/// newer one; word of a change goes to all nodes, and after a gap in that word this process forgets what it knew.
/// </summary>
internal sealed class RedisStatusCache : IStatusCache, IAsyncDisposable
{
    // KEYS[1] entry; ARGV: entry, version, as_of, milliseconds to live, channel or "", message.
    private const string StoreIfNewer =
        """
        local held = redis.call('GET', KEYS[1])
        if held then
            local version, as_of = string.match(held, '^(%d+) (%d+) ')
            if version then
                version, as_of = tonumber(version), tonumber(as_of)
                local new_version, new_as_of = tonumber(ARGV[2]), tonumber(ARGV[3])
                if version > new_version or (version == new_version and as_of > new_as_of) then
                    return 0
                end
            end
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
        if ARGV[5] ~= '' then
            redis.call('PUBLISH', ARGV[5], ARGV[6])
        end
        return 1
        """;

    private readonly CacheOptions _options;
    private readonly StatusWire _wire;
    private readonly RecentStatuses _recent;
    private readonly TimeProvider _clock;
    private readonly ILogger<RedisStatusCache> _logger;
    private readonly RedisLink _link;

    /// <param name="options">Where Redis is.</param>
    /// <param name="wire">How entries look there.</param>
    /// <param name="recent">The memory of this process, which word from other nodes reaches.</param>
    /// <param name="clock">Judges the end of entries.</param>
    /// <param name="logger">Told of faults.</param>
    public RedisStatusCache(
        CacheOptions options,
        StatusWire wire,
        RecentStatuses recent,
        TimeProvider clock,
        ILogger<RedisStatusCache> logger)
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

    private string Channel => _options.Prefix + "status-changes";

    public async ValueTask<StatusEntry?> FindAsync(LicenseNumber number, CancellationToken cancellationToken)
    {
        var (_, value) = await _link.TryAsync(redis => redis.StringGetAsync(KeyOf(number)), cancellationToken);
        if (value.IsNullOrEmpty)
        {
            return null;
        }

        if (_wire.Read(number, value!) is not { } found)
        {
            CacheTelemetry.ForeignEntries.Add(1);
            CacheLog.ForeignEntry(_logger, number);
            await ForgetAsync(number, cancellationToken); // or its version could keep ours out
            return null;
        }

        return _clock.GetUtcNow() < found.NotAfter ? found.Entry : null;
    }

    public async ValueTask StoreAsync(StatusEntry entry, CancellationToken cancellationToken) =>
        await StoreAsync(entry, channel: "", cancellationToken);

    public async ValueTask<bool> PublishAsync(StatusEntry entry, CancellationToken cancellationToken) =>
        await StoreAsync(entry, Channel, cancellationToken);

    public async ValueTask ForgetAsync(LicenseNumber number, CancellationToken cancellationToken) =>
        await _link.TryAsync(redis => redis.KeyDeleteAsync(KeyOf(number)), cancellationToken);

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private async ValueTask<bool> StoreAsync(StatusEntry entry, string channel, CancellationToken cancellationToken)
    {
        var text = _wire.Write(entry, entry.AsOf + _options.MaxAge);
        RedisKey[] keys = [KeyOf(entry.Number)];
        RedisValue[] arguments =
        [
            text,
            entry.Stored.Version,
            text.Split(' ')[1],
            (long)JitteredAge().TotalMilliseconds,
            channel,
            string.Create(CultureInfo.InvariantCulture, $"{entry.Number.Value} {entry.Stored.Version}"),
        ];
        var (answered, _) = await _link.TryAsync(
            redis => redis.ScriptEvaluateAsync(StoreIfNewer, keys, arguments), cancellationToken);
        return answered;
    }

    /// <summary>Ten per cent either way, so that entries stored together do not end together.</summary>
    private TimeSpan JitteredAge() => _options.MaxAge * (RandomNumberGenerator.GetInt32(900, 1101) / 1000.0);

    private RedisKey KeyOf(LicenseNumber number) => $"{_options.Prefix}status:{number.Value}";

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
        if (message?.Split(' ') is [var number, var version]
            && LicenseNumber.TryParse(number, out var changed)
            && long.TryParse(version, CultureInfo.InvariantCulture, out var newVersion))
        {
            _recent.Bar(changed, newVersion);
        }
    }
}
