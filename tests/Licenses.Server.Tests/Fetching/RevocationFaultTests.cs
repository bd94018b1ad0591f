using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Licenses.Cli.Pki.Serving;
using Licenses.Crypto.X509;
using Licenses.Server.Tests.Caching;
using Licenses.Testing.Clock;
using Licenses.Testing.Processes;
using Licenses.Testing.World;
using Licenses.Trust.Fetching;
using StackExchange.Redis;

namespace Licenses.Server.Tests.Fetching;

/// <summary>
/// A live responder and a real Redis, broken in each way while good and revoked certificates are asked about: it costs
/// time, and ends in "unknown" at worst. The output of each story is its part of the table.
/// </summary>
public sealed class RevocationFaultTests : IAsyncLifetime
{
    private const int Rounds = 20;

    private readonly FaultTable _table = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly FetchKit _kit = FetchKit.Create(new FetchPolicy { Timeout = TimeSpan.FromSeconds(1) });
    private RedisServer? _redis;
    private TestWorld? _world;
    private RevocationNode? _node;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RedisServer Redis => _redis!;

    private TestWorld World => _world!;

    private RevocationNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Token);
        _world = await TestWorld.StartAsync(_clock, Token);
        _node = await StartNodeAsync(Redis.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(_table.Write());
        await Node.DisposeAsync();
        await World.DisposeAsync();
        await Redis.DisposeAsync();
        _kit.Dispose();
    }

    [Fact]
    public async Task Redis_killed_and_restarted_empty_changes_no_answer()
    {
        var (good, revoked) = await WarmAsync();
        await AskAsync("nothing", good, revoked, "good");

        await Redis.StopAsync();
        await AskAsync("Redis killed", good, revoked, "good");
        await AskNewAsync("Redis killed, never asked before");

        await Redis.RestartAsync(Token);
        await AskAsync("Redis restarted empty", good, revoked, "good");
        await AskNewAsync("Redis restarted empty, never asked before");
    }

    [Fact]
    public async Task Redis_paused_costs_little_and_changes_no_answer()
    {
        var (good, revoked) = await WarmAsync();
        var process = await FindProcessAsync();
        await SignalAsync("STOP", process);
        try
        {
            await AskAsync("Redis paused (SIGSTOP)", good, revoked, "good");
            await AskNewAsync("Redis paused, never asked before");
        }
        finally
        {
            await SignalAsync("CONT", process);
        }

        await AskAsync("Redis goes on", good, revoked, "good");
    }

    [Fact]
    public async Task Redis_flushed_changes_no_answer()
    {
        var (good, revoked) = await WarmAsync();
        using var admin = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",allowAdmin=true");
        for (int i = 0; i < 3; i++)
        {
            await admin.GetServer(admin.GetEndPoints()[0]).FlushAllDatabasesAsync();
            await AskAsync("Redis flushed", good, revoked, "good");
        }
    }

    [Fact]
    public async Task Redis_with_another_password_or_busy_changes_no_answer()
    {
        await using var locked = await RedisServer.StartAsync(Token, "--requirepass", "right");
        await using var wrong = await StartNodeAsync(locked.Endpoint + ",password=wrong");
        var (good, revoked) = await WarmAsync();
        await AskAsync("Redis: wrong password", good, revoked, "good", wrong);

        using var admin = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",syncTimeout=10000");
        _ = admin.GetDatabase().ScriptEvaluateAsync("local t = redis.call('TIME')[1]; while redis.call('TIME')[1] - t < 3 do end");
        await AskAsync("Redis busy with a script", good, revoked, "good");
    }

    [Fact]
    public async Task Redis_still_loading_changes_no_answer()
    {
        var folder = Directory.CreateTempSubdirectory("licenses-loading-");
        try
        {
            // Two milliseconds for each key that is loaded, and a look at its callers after each few of them.
            await using var loading = await RedisServer.StartAsync(
                Token, "--dir", folder.FullName, "--key-load-delay", "2000", "--loading-process-events-interval-bytes", "1024");
            using (var admin = await ConnectionMultiplexer.ConnectAsync(loading.Endpoint + ",allowAdmin=true"))
            {
                var redis = admin.GetDatabase();
                await Task.WhenAll(Enumerable.Range(0, 1_500).Select(i => redis.StringSetAsync($"filling:{i}", new string('x', 100))));
                await admin.GetServer(admin.GetEndPoints()[0]).SaveAsync(SaveType.BackgroundSave);
                await Eventually.BecomesTrueAsync(() => File.Exists(Path.Combine(folder.FullName, "dump.rdb")));
            }

            await loading.RestartAsync(Token);
            await using var node = await StartNodeAsync(loading.Endpoint);
            var (good, revoked) = await WarmAsync();
            Assert.StartsWith("-LOADING", await PingAsync(loading.Port), StringComparison.Ordinal);
            await AskAsync("Redis loading", good, revoked, "good", node);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_source_killed_leaves_the_last_facts_until_their_end_and_then_unknown()
    {
        World.Lifetime = TimeSpan.FromHours(1);
        var (good, revoked) = await WarmAsync();

        await World.StopAsync();
        await AskAsync("source killed", good, revoked, "good");
        _clock.Advance(TimeSpan.FromMinutes(30));
        await AskAsync("source killed, 30 minutes later", good, revoked, "good");
        _clock.Advance(TimeSpan.FromMinutes(31));
        await AskAsync("source killed, past next update", good, revoked, "unknown");
        await AskNewAsync("source killed, never asked before", "unknown");
    }

    [Fact]
    public async Task Source_and_Redis_both_killed_leave_what_this_process_knows()
    {
        var (good, revoked) = await WarmAsync();
        await World.StopAsync();
        await Redis.StopAsync();

        await AskAsync("source and Redis killed", good, revoked, "good");
        _clock.Advance(TimeSpan.FromMinutes(61));
        await AskAsync("source and Redis killed, past next update", good, revoked, "unknown");
    }

    [Theory]
    [InlineData(WorldFault.WrongSigner)]
    [InlineData(WorldFault.Expired)]
    [InlineData(WorldFault.Future)]
    [InlineData(WorldFault.Garbage)]
    [InlineData(WorldFault.Huge)]
    [InlineData(WorldFault.Slow)]
    [InlineData(WorldFault.Unavailable)]
    [InlineData(WorldFault.Refusing)]
    public async Task A_source_that_misbehaves_is_no_source(WorldFault fault)
    {
        var (good, revoked) = await WarmAsync();
        World.Switches[WorldService.Ocsp] = fault;

        await AskAsync($"source {fault}", good, revoked, "good");
        await AskNewAsync($"source {fault}, never asked before", "unknown");
        _clock.Advance(TimeSpan.FromMinutes(61));
        await AskAsync($"source {fault}, past next update", good, revoked, "unknown");

        World.Switches[WorldService.Ocsp] = WorldFault.None;
        _clock.Advance(TimeSpan.FromSeconds(6));
        await AskAsync($"after source {fault}", good, revoked, "good");
    }

    [Fact]
    public async Task A_clock_that_moves_makes_nothing_good()
    {
        var (good, revoked) = await WarmAsync();
        World.Switches[WorldService.Ocsp] = WorldFault.Down;
        _clock.Advance(TimeSpan.FromDays(400));
        await AskAsync("clock 400 days ahead, source down", good, revoked, "unknown");

        var behind = new ManualClock(_clock.GetUtcNow().AddDays(-500));
        await using var node = await StartNodeAsync(Redis.Endpoint, behind);
        await AskAsync("clock 100 days behind, source down", good, revoked, "unknown", node);
    }

    [Fact]
    public async Task What_is_revoked_while_all_is_well_is_seen_within_its_age()
    {
        var (good, revoked) = await WarmAsync();
        World.Revoke(good);
        for (int minute = 0; minute < 12; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Node.AskAsync(FetchKit.About(good), Token);
            await Task.Delay(20, Token); // lets the refresh ahead land
        }

        await AskAsync("revoked since, eleven minutes later", revoked, good, "revoked");
    }

    /// <summary>A good and a revoked certificate, both asked about once.</summary>
    private async Task<(Certificate Good, Certificate Revoked)> WarmAsync()
    {
        var (good, revoked) = (World.IssueCertificate("Good"), World.IssueCertificate("Revoked"));
        World.Revoke(revoked);
        Assert.Equal("good", await Node.AskAsync(FetchKit.About(good), Token));
        Assert.Equal("revoked", await Node.AskAsync(FetchKit.About(revoked), Token));
        return (good, revoked);
    }

    /// <summary>Asks again and again: past the memory of this process and within it.</summary>
    private async Task AskAsync(
        string fault, Certificate good, Certificate revoked, string expectedOfGood, RevocationNode? node = null)
    {
        for (int i = 0; i < Rounds; i++)
        {
            var answer = await _table.RecordAsync(
                fault, expectedOfGood == "revoked" ? "revoked" : "good", () => (node ?? Node).AskAsync(FetchKit.About(good), Token));
            Assert.Equal(expectedOfGood, answer);
            await _table.RecordAsync(fault, "revoked", () => (node ?? Node).AskAsync(FetchKit.About(revoked), Token));
            if (i % 4 == 3)
            {
                (node ?? Node).Recent.Flush(); // as after a gap: the next one asks Redis or the source
            }
        }
    }

    private async Task AskNewAsync(string fault, string expected = "good")
    {
        for (int i = 0; i < 3; i++)
        {
            var certificate = World.IssueCertificate($"New {i}");
            Assert.Equal(expected, await _table.RecordAsync(fault, "good", () => Node.AskAsync(FetchKit.About(certificate), Token)));
            var revoked = World.IssueCertificate($"New and revoked {i}");
            World.Revoke(revoked);
            await _table.RecordAsync(fault, "revoked", () => Node.AskAsync(FetchKit.About(revoked), Token));
        }
    }

    private Task<RevocationNode> StartNodeAsync(string redis, TimeProvider? clock = null) => RevocationNode.StartAsync(
        redis,
        _kit.Fetcher(clock ?? _clock, FetchKit.Configured([World.Addresses.Ocsp(TestWorld.Issuer)])),
        clock ?? _clock,
        TimeSpan.FromMilliseconds(250));

    /// <summary>The process id of this test's own Redis, as it gives it itself.</summary>
    private async Task<string> FindProcessAsync()
    {
        using var admin = await ConnectionMultiplexer.ConnectAsync(Redis.Endpoint + ",allowAdmin=true");
        var server = await admin.GetServer(admin.GetEndPoints()[0]).InfoAsync("server");
        return server.SelectMany(section => section).Single(line => line.Key == "process_id").Value;
    }

    private static async Task<string> PingAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Token);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(Token) ?? "";
    }

    private static async Task SignalAsync(string signal, string process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }
}
