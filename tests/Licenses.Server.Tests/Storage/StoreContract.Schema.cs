using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>How schemas come about, in either database.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Preparing_again_changes_nothing_and_many_may_prepare_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var other = OpenAgain();
            await other.PrepareAsync(Token);
        }));

        Assert.Equal(SchemaScript.For(Provider).Length, await ScalarAsync("SELECT COUNT(*) FROM schema_version"));
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused()
    {
        await Database.PrepareAsync(Token);
        await ExecuteAsync(
            "INSERT INTO schema_version (version, name, hash, applied_at) VALUES (99, '0099_future.sql', '00', 0)");
        await using var other = OpenAgain();

        var refused = await Assert.ThrowsAsync<SchemaVersionException>(async () => await other.PrepareAsync(Token));

        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_made_by_a_script_that_has_changed_since_is_refused()
    {
        await Database.PrepareAsync(Token);
        await ExecuteAsync("UPDATE schema_version SET hash = '00' WHERE version = 1");
        await using var other = OpenAgain();

        await Assert.ThrowsAsync<SchemaVersionException>(async () => await other.PrepareAsync(Token));
    }

    [Fact]
    public async Task The_probe_tells_how_far_the_clocks_are_apart()
    {
        var skew = await new StoreProbe(Database, TimeProvider.System).MeasureClockSkewAsync(Token);

        Assert.InRange(skew.TotalSeconds, -2, 2);
    }

    private protected abstract string Provider { get; }

    private protected abstract IDatabase OpenAgain();

    private async Task ExecuteAsync(string sql) => await Database.WriteAsync<int>(
        async (session, token) => new WriteOutcome<int>.Done(await session.ExecuteAsync(sql, token)), Token);
}
