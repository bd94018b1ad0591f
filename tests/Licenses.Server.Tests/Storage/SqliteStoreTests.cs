using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>The contract of the stores, over a SQLite file.</summary>
public sealed class SqliteStoreTests : StoreContract, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("licenses-store-").FullName;

    public SqliteStoreTests() => Database = OpenAgain();

    internal override IDatabase Database { get; }

    private protected override string Provider => StorageOptions.Sqlite;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override IDatabase OpenAgain() => new SqliteDatabase(
        new StorageOptions { Path = Path.Combine(_folder, "test.db"), Timeout = TimeSpan.FromSeconds(20) },
        TimeProvider.System);

    [Fact]
    public async Task Only_the_owner_may_read_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await Database.PrepareAsync(Sample.Token);

        var mode = OperatingSystem.IsWindows()
            ? default
            : File.GetUnixFileMode(Path.Combine(_folder, "test.db"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }
}
