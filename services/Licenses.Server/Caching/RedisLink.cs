using StackExchange.Redis;

namespace Licenses.Server.Caching;

/// <summary>
/// The connection to Redis. It is made in the background and never waited for; a call that fails or takes too long
/// gives nothing, and after some of those Redis is left alone for a moment.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private const int FailuresToPause = 3;
    private static readonly TimeSpan RetryConnect = TimeSpan.FromSeconds(1);

    private readonly CacheOptions _options;
    private readonly ILogger _logger;
    private readonly CircuitBreaker _breaker;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _connecting;
    private volatile ConnectionMultiplexer? _connection;

    /// <param name="options">Where Redis is, and how long it may take.</param>
    /// <param name="clock">Measures the pauses.</param>
    /// <param name="connected">Called once with the connection object, which may still be trying.</param>
    /// <param name="logger">Told when Redis goes and comes.</param>
    public RedisLink(
        CacheOptions options, TimeProvider clock, Func<ConnectionMultiplexer, Task> connected, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _breaker = new CircuitBreaker(FailuresToPause, options.RedisPause, clock);
        _connecting = Task.Run(() => ConnectAsync(connected)); // also off a caller's thread: connecting blocks at first
    }

    /// <summary>Completes when the connection object is there; calls before that give nothing.</summary>
    public Task Connecting => _connecting;

    /// <summary>What Redis answers; false for no answer, whatever the reason.</summary>
    public async ValueTask<(bool Answered, T? Answer)> TryAsync<T>(
        Func<StackExchange.Redis.IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        if (_connection is not { } connection || !_breaker.TryEnter())
        {
            return default;
        }

        try
        {
            var answer = await call(connection.GetDatabase()).WaitAsync(_options.RedisTimeout, cancellationToken);
            if (_breaker.Succeed())
            {
                CacheLog.RedisBack(_logger);
            }

            return (true, answer);
        }
        catch (Exception failure) when (IsRedisFailure(failure))
        {
            CacheTelemetry.Failures.Add(1);
            if (_breaker.Fail())
            {
                CacheLog.RedisLost(_logger, failure.GetType().Name);
            }

            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _connecting;
        if (_connection is { } connection)
        {
            await connection.CloseAsync(allowCommandsToComplete: false);
            connection.Dispose();
        }

        _closing.Dispose();
    }

    private static bool IsRedisFailure(Exception failure) =>
        failure is RedisException or TimeoutException or ObjectDisposedException or InvalidOperationException;

    private async Task ConnectAsync(Func<ConnectionMultiplexer, Task> connected)
    {
        var configuration = ConfigurationOptions.Parse(_options.Redis);
        configuration.AbortOnConnectFail = false; // it goes on trying by itself
        configuration.ConnectTimeout = 1_000;
        configuration.SyncTimeout = 1_000;
        configuration.KeepAlive = 5;
        configuration.ClientName = "licenses";
        while (!_closing.IsCancellationRequested && _connection is null)
        {
            try
            {
                var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
                _connection = connection;
                await connected(connection).WaitAsync(RetryConnect); // the library repeats it with every connection
                return;
            }
            catch (Exception failure) when (IsRedisFailure(failure))
            {
                CacheLog.RedisLost(_logger, failure.GetType().Name);
            }

            await Task.Delay(RetryConnect, _closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
