using Licenses.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Licenses.Server.Tests.Storage;

/// <summary>What only the SQLite file does: grouped commits, and its own ways to fail.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("licenses-sqlite-").FullName;

    private static CancellationToken Token => Sample.Token;

    private string File => Path.Combine(_folder, "test.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_write_that_fails_spoils_none_of_those_that_share_its_transaction()
    {
        await using var database = Open();
        await database.WriteAsync<int>(
            async (session, token) =>
                new WriteOutcome<int>.Done(await session.ExecuteAsync("CREATE TABLE t (n INTEGER) STRICT", token)),
            Token);

        var writes = Enumerable.Range(0, 90).Select(n => Write(database, n)).ToArray();
        var failed = await Task.WhenAll(writes.Select(async write => await Record.ExceptionAsync(() => write)));

        Assert.All(failed.Where((_, n) => n % 3 == 0), failure => Assert.Null(failure));
        Assert.All(failed.Where((_, n) => n % 3 == 1), failure => Assert.IsType<StoreUnavailableException>(failure));
        Assert.All(failed.Where((_, n) => n % 3 == 2), failure => Assert.IsType<NotSupportedException>(failure));
        Assert.Equal(30, await CountAsync(database));
    }

    [Fact]
    public async Task Every_commit_is_synced_and_keys_are_enforced()
    {
        await using var database = Open();

        var settings = await database.WriteAsync<(long Sync, long Keys, string Journal)>(
            async (session, token) => new WriteOutcome<(long, long, string)>.Done((
                (long)(await session.Statement("PRAGMA synchronous").ExecuteScalarAsync(token))!,
                (long)(await session.Statement("PRAGMA foreign_keys").ExecuteScalarAsync(token))!,
                (string)(await session.Statement("PRAGMA journal_mode").ExecuteScalarAsync(token))!)),
            Token);

        Assert.Equal((2, 1, "wal"), Assert.IsType<WriteOutcome<(long, long, string)>.Done>(settings).Value);
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var database = Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await database.ReadAsync<int>(
                (session, token) => new(session.ExecuteAsync("DELETE FROM writes", token)), Token));
    }

    [Fact]
    public async Task A_file_that_another_process_holds_locked_is_unavailable_and_comes_back()
    {
        await using var database = Open(TimeSpan.FromSeconds(1));
        await database.PrepareAsync(Token);
        var store = new SqlLicenseStore(database, CrashTests.Personal);
        await using (var other = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            await other.OpenAsync(Token);
            await using var transaction = await other.BeginTransactionAsync(Token);
            await using var write = other.CreateCommand();
            write.CommandText = "UPDATE audit_head SET next_index = next_index";
            write.Transaction = (SqliteTransaction)transaction;
            await write.ExecuteNonQueryAsync(Token);

            await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await store.AddAsync(Sample.License(), Token));
            Assert.Null(await store.FindAsync(Sample.NextNumber(), Token)); // readers are not in the way
        }

        await Caching.Eventually.BecomesTrueAsync(async () =>
            await Record.ExceptionAsync(async () => await store.AddAsync(Sample.License(), Token)) is null);
    }

    [Theory]
    [InlineData("not a database, but long enough to be looked at as one: its first page is read and refused")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense")]
    public async Task A_file_that_is_no_database_is_unavailable(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, Token);
        await using var database = Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await new SqlStatusStore(database).FindAsync([Sample.NextNumber()], Token));
    }

    [Fact]
    public async Task A_row_sealed_under_another_key_is_unavailable_and_never_a_document()
    {
        await using var database = Open();
        var license = Sample.License();
        await new SqlLicenseStore(database, CrashTests.Personal).AddAsync(license, Token);
        using var otherKey = new SubjectProtector([.. Enumerable.Repeat((byte)7, 64)]);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await new SqlLicenseStore(database, new PersonalData(otherKey))
                .FindDocumentAsync(license.License.Number, Token));
    }

    private SqliteDatabase Open(TimeSpan? timeout = null) => new(
        new StorageOptions { Path = File, Timeout = timeout ?? TimeSpan.FromSeconds(20) }, TimeProvider.System);

    private static Task Write(SqliteDatabase database, int n) => database.WriteAsync<int>(
        async (session, token) =>
        {
            await session.Statement("INSERT INTO t (n) VALUES (@n)").With("n", n).ExecuteNonQueryAsync(token);
            if (n % 3 == 1)
            {
                await session.ExecuteAsync("INSERT INTO t (n) VALUES ('not a number')", token); // STRICT refuses
            }

            return n % 3 == 2 ? throw new NotSupportedException("a fault of ours") : new WriteOutcome<int>.Done(n);
        },
        Token).AsTask();

    private static ValueTask<long> CountAsync(SqliteDatabase database) => database.ReadAsync(
        async (session, token) => (long)(await session.Statement("SELECT COUNT(*) FROM t").ExecuteScalarAsync(token))!, Token);
}
