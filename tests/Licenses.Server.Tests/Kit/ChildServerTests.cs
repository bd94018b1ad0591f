using Licenses.Testing.Processes;
using Npgsql;
using StackExchange.Redis;

namespace Licenses.Server.Tests.Kit;

public sealed class ChildServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_answers_goes_down_and_comes_back_on_the_same_port()
    {
        await using var redis = await RedisServer.StartAsync(Token);
        using (var connection = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint))
        {
            await connection.GetDatabase().StringSetAsync("key", "value");
            Assert.Equal("value", await connection.GetDatabase().StringGetAsync("key"));
        }

        await redis.StopAsync();
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(redis.Endpoint));

        await redis.RestartAsync(Token);
        using var again = await ConnectionMultiplexer.ConnectAsync(redis.Endpoint);
        Assert.True((await again.GetDatabase().StringGetAsync("key")).IsNull);
    }

    [Fact]
    public async Task PostgreSQL_keeps_what_was_committed_over_a_hard_stop()
    {
        await using var postgres = await PostgresServer.StartAsync(Token);
        await ExecuteAsync(postgres, "CREATE TABLE kept (name text); INSERT INTO kept VALUES ('样例')");

        await postgres.StopAsync();
        await postgres.RestartAsync(Token);

        Assert.Equal("样例", await ExecuteAsync(postgres, "SELECT name FROM kept"));
    }

    [Fact]
    public async Task A_server_that_does_not_start_says_why()
    {
        var redis = RedisServer.StartAsync(Token, "--nonsense", "yes");

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => redis);

        Assert.Contains("nonsense", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<object?> ExecuteAsync(PostgresServer postgres, string statement)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString + ";Pooling=false");
        await using var command = database.CreateCommand(statement);
        return await command.ExecuteScalarAsync(Token);
    }
}
