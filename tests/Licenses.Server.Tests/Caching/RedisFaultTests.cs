using System.Diagnostics;
using Licenses.Revocation;
using Licenses.Server.Storage;
using Licenses.Server.Tests.Storage;
using Licenses.Testing.Processes;
using StackExchange.Redis;

namespace Licenses.Server.Tests.Caching;

/// <summary>Redis killed, stopped, emptied and locked: it costs time, never an answer, and never a wrong one.</summary>
public sealed class RedisFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("licenses-faults-").FullName;
    private readonly SqliteDatabase _database;
    private readonly SqlLicenseStore _licenses;
    private readonly SqlStatusStore _statuses;
    private RedisServer? _redis;

    public RedisFaultTests()
    {
        _database = new SqliteDatabase(
            new StorageOptions { Path = Path.Combine(_folder, "test.db") }, TimeProvider.System);
        _licenses = new SqlLicenseStore(_database, new PersonalData(new SubjectProtector(new byte[64])));
        _statuses = new SqlStatusStore(_database);
    }

    private static CancellationToken Token => Sample.Token;

    private RedisServer Redis => _redis!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Redis_killed_and_back_changes_no_answer()
    {
        await using var node = await RedisNode.StartAsync(Redis.Endpoint);
        var number = await IssueAsync();
        await AssertStateAsync(LicenseState.Active, node, number);

        await Redis.StopAsync();
        await AssertStateAsync(LicenseState.Active, node, await IssueAsync());
        await RevokeAsync(node, number);
        await AssertStateAsync(LicenseState.Revoked, node, number);

        await Redis.RestartAsync(Token);
        await AssertStateAsync(LicenseState.Revoked, node, number);
        await Eventually.BecomesTrueAsync(async () =>
        {
            await node.Cache.StoreAsync(await ReadAsync(number), Token);
            return await node.Cache.FindAsync(number, Token) is not null;
        });
    }

    [Fact]
    public async Task A_node_that_starts_without_Redis_works_and_finds_it_later()
    {
        await Redis.StopAsync();
        await using var node = await RedisNode.StartAsync(Redis.Endpoint);
        var number = await IssueAsync();
        await AssertStateAsync(LicenseState.Active, node, number);

        await Redis.RestartAsync(Token);
        await using var other = await RedisNode.StartAsync(Redis.Endpoint);
        var entry = await ReadAsync(number);
        await Eventually.BecomesTrueAsync(async () =>
        {
            await node.Cache.StoreAsync(entry, Token);
            return await node.Cache.FindAsync(number, Token) is not null;
        });

        // Word of changes arrives too: the subscription was made good with the connection.
        await Eventually.BecomesTrueAsync(async () =>
        {
            var next = Entry(Sample.NextNumber(), 1, LicenseState.Active);
            node.Recent.Put(next, node.Recent.Epoch);
            await other.Cache.PublishAsync(Entry(next.Number, 2, LicenseState.Revoked), Token);
            await Task.Delay(50, Token);
            return node.Recent.FindEntry(next.Number) is null;
        });
    }

    [Fact]
    public async Task A_Redis_that_hangs_costs_little_and_changes_no_answer()
    {
        await using var node = await RedisNode.StartAsync(Redis.Endpoint, TimeSpan.FromMilliseconds(100));
        var numbers = new List<LicenseNumber>();
        for (int i = 0; i < 50; i++)
        {
            numbers.Add(await IssueAsync());
        }

        var process = await FindProcessAsync();
        await SignalAsync("STOP", process);
        try
        {
            var watch = Stopwatch.StartNew();
            foreach (var number in numbers)
            {
                await AssertStateAsync(LicenseState.Active, node, number);
            }

            await RevokeAsync(node, numbers[0]);
            await AssertStateAsync(LicenseState.Revoked, node, numbers[0]);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5); // not 50 reads and stores of 100 ms each
        }
        finally
        {
            await SignalAsync("CONT", process);
        }

        await Eventually.BecomesTrueAsync(async () =>
        {
            await node.Cache.StoreAsync(await ReadAsync(numbers[0]), Token);
            return await node.Cache.FindAsync(numbers[0], Token) is { Stored.State: LicenseState.Revoked };
        });
    }

    [Fact]
    public async Task A_node_can_shut_down_while_Redis_hangs()
    {
        var node = await RedisNode.StartAsync(Redis.Endpoint, TimeSpan.FromMilliseconds(100));
        await node.Cache.FindAsync(Sample.NextNumber(), Token);
        var process = await FindProcessAsync();
        await SignalAsync("STOP", process);
        try
        {
            await node.Cache.FindAsync(Sample.NextNumber(), Token);
            var watch = Stopwatch.StartNew();

            await node.DisposeAsync();

            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        }
        finally
        {
            await SignalAsync("CONT", process);
        }
    }

    [Fact]
    public async Task A_flushed_Redis_is_filled_again_from_the_database()
    {
        await using var node = await RedisNode.StartAsync(Redis.Endpoint);
        await using var other = await RedisNode.StartAsync(Redis.Endpoint);
        var number = await IssueAsync();
        await AssertStateAsync(LicenseState.Active, node, number);
        await RevokeAsync(node, number);

        using (var admin = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",allowAdmin=true"))
        {
            await admin.GetServer(admin.GetEndPoints()[0]).FlushAllDatabasesAsync();
        }

        await AssertStateAsync(LicenseState.Revoked, other, number);
        Assert.Equal(LicenseState.Revoked, (await other.Cache.FindAsync(number, Token))?.Stored.State);
    }

    [Fact]
    public async Task A_wrong_password_means_that_the_database_answers()
    {
        await using var locked = await RedisServer.StartAsync(Token, "--requirepass", "right");
        await using var node = await RedisNode.StartAsync(locked.Endpoint + ",password=wrong");
        var number = await IssueAsync();

        await AssertStateAsync(LicenseState.Active, node, number);
        Assert.Null(await node.Cache.FindAsync(number, Token));
        Assert.False(await node.Cache.PublishAsync(Entry(number, 2, LicenseState.Revoked), Token));

        await using var right = await RedisNode.StartAsync(locked.Endpoint + ",password=right");
        Assert.True(await right.Cache.PublishAsync(Entry(number, 2, LicenseState.Revoked), Token));
    }

    [Fact]
    public async Task A_lost_connection_makes_the_process_forget_what_it_knew()
    {
        await using var node = await RedisNode.StartAsync(Redis.Endpoint);
        var before = node.Recent.Epoch;

        await Redis.StopAsync();

        await Eventually.BecomesTrueAsync(() => node.Recent.Epoch > before);
    }

    [Fact]
    public async Task A_revocation_reaches_the_other_node_within_a_second_even_when_nobody_tells_it()
    {
        await using var node = await RedisNode.StartAsync(Redis.Endpoint);
        var number = await IssueAsync();
        var reader = node.Reader(_statuses);
        Assert.IsType<StatusAnswer.Known>(await reader.ReadAsync(number, HalfMinute, Token));

        await _statuses.ChangeAsync(Sample.Change(number, LicenseState.Revoked), Token);
        await using (var another = await RedisNode.StartAsync(Redis.Endpoint))
        {
            await another.Cache.StoreAsync(await ReadAsync(number), Token); // stored, but not told
        }

        await Task.Delay(TimeSpan.FromMilliseconds(1_050), Token);
        var answer = Assert.IsType<StatusAnswer.Known>(await reader.ReadAsync(number, HalfMinute, Token));
        Assert.Equal(LicenseState.Revoked, answer.Entry.Stored.State);
    }

    private async Task<LicenseNumber> IssueAsync()
    {
        var license = Sample.License();
        Assert.IsType<WriteOutcome<License>.Done>(await _licenses.AddAsync(license, Token));
        return license.License.Number;
    }

    private async Task RevokeAsync(RedisNode node, LicenseNumber number)
    {
        var outcome = await _statuses.ChangeAsync(Sample.Change(number, LicenseState.Revoked), Token);
        var entry = Assert.IsType<WriteOutcome<StatusEntry>.Done>(outcome).Value;
        await new StatusAnnouncer(node.Cache, node.Recent).AnnounceAsync(entry, Token);
    }

    private async Task AssertStateAsync(LicenseState expected, RedisNode node, LicenseNumber number)
    {
        var answer = await node.Reader(_statuses).ReadAsync(number, HalfMinute, Token);
        Assert.Equal(expected, Assert.IsType<StatusAnswer.Known>(answer).Entry.Stored.State);
    }

    private async Task<StatusEntry> ReadAsync(LicenseNumber number) =>
        Assert.Single(await _statuses.FindAsync([number], Token));

    private static StatusEntry Entry(LicenseNumber number, long version, LicenseState state) => new(
        number, new StoredStatus(state, version, StateReason.None, DateTimeOffset.UtcNow), null, DateTimeOffset.UtcNow);

    /// <summary>The process id of this test's own Redis, as it gives it itself.</summary>
    private async Task<string> FindProcessAsync()
    {
        using var admin = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",allowAdmin=true");
        var server = await admin.GetServer(admin.GetEndPoints()[0]).InfoAsync("server");
        return server.SelectMany(section => section).Single(line => line.Key == "process_id").Value;
    }

    private static async Task SignalAsync(string signal, string process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }
}
