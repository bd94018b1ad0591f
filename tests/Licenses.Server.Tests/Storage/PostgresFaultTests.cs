using System.Diagnostics;
using Licenses.Server.Storage;
using Licenses.Testing.Processes;

namespace Licenses.Server.Tests.Storage;

/// <summary>PostgreSQL gone and back: no answer meanwhile, never a wrong one, and the server needs no restart.</summary>
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private PostgresServer? _server;

    private static CancellationToken Token => Sample.Token;

    private PostgresServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.StartAsync(Token);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task A_server_that_died_is_unavailable_and_serves_again_when_it_is_back()
    {
        await using var database = Open();
        var (licenses, statuses) = (new SqlLicenseStore(database, CrashTests.Personal), new SqlStatusStore(database));
        var license = Sample.License();
        await licenses.AddAsync(license, Token);

        await Server.StopAsync();
        await AssertUnavailableAsync(async () => await statuses.FindAsync([license.License.Number], Token));
        await AssertUnavailableAsync(async () => await licenses.AddAsync(Sample.License(), Token));

        await Server.RestartAsync(Token);
        Assert.IsType<WriteOutcome<License>.Repeated>(await licenses.AddAsync(license, Token));
        Assert.Single(await statuses.FindAsync([license.License.Number], Token));
    }

    [Fact]
    public async Task A_server_that_is_not_there_yet_is_prepared_when_it_comes()
    {
        await Server.StopAsync();
        await using var database = Open();
        var statuses = new SqlStatusStore(database);
        await AssertUnavailableAsync(async () => await database.PrepareAsync(Token));

        await Server.RestartAsync(Token);

        Assert.Empty(await statuses.FindAsync([Sample.NextNumber()], Token));
    }

    [Fact]
    public async Task A_lock_that_is_not_given_up_ends_in_unavailable_within_the_time_that_was_set()
    {
        await using var database = Open(TimeSpan.FromSeconds(1));
        await using var other = Open();
        var licenses = new SqlLicenseStore(database, CrashTests.Personal);
        await licenses.AddAsync(Sample.License(), Token);
        var release = new TaskCompletionSource();
        var holds = other.WriteAsync<int>(
            async (session, token) =>
            {
                await session.ExecuteAsync("UPDATE audit_head SET next_index = next_index", token);
                await release.Task;
                return new WriteOutcome<int>.Reused(); // rolled back
            },
            Token).AsTask();
        await Task.Delay(200, Token);

        var watch = Stopwatch.StartNew();
        await AssertUnavailableAsync(async () => await licenses.AddAsync(Sample.License(), Token));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.5, 10);

        release.SetResult();
        await holds;
        Assert.IsType<WriteOutcome<License>.Done>(await licenses.AddAsync(Sample.License(), Token));
    }

    private PostgresDatabase Open(TimeSpan? timeout = null) => new(
        new StorageOptions
        {
            Provider = StorageOptions.Postgres,
            ConnectionString = Server.ConnectionString,
            Timeout = timeout ?? TimeSpan.FromSeconds(20),
        },
        TimeProvider.System);

    private static async Task AssertUnavailableAsync(Func<Task> ask) =>
        await Assert.ThrowsAsync<StoreUnavailableException>(ask);
}
