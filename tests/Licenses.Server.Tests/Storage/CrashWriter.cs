using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

/// <summary>Not a test: what <see cref="CrashTests"/> runs as a process of its own and kills.</summary>
public sealed class CrashWriter
{
    internal const string FolderVariable = "LICENSES_CRASH_FOLDER";
    internal const string AcknowledgedFile = "acknowledged.txt";
    internal const string DatabaseFile = "crash.db";

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "only the crash test runs this");
        await using var database = Open(folder!);
        var store = new SqlLicenseStore(database, CrashTests.Personal);
        var statuses = new SqlStatusStore(database);
        var run = Guid.NewGuid().ToString("N")[..12];
        using var gate = new SemaphoreSlim(1);
        await using var acknowledged = new FileStream(
            Path.Combine(folder!, AcknowledgedFile), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            for (int i = 0; ; i++)
            {
                var license = CrashTests.License($"{run}-{writer}-{i}");
                Assert.IsType<WriteOutcome<License>.Done>(await store.AddAsync(license, CancellationToken.None));
                var isRevoked = i % 3 == 0 && await statuses.ChangeAsync(
                    Sample.Change(license.License.Number, LicenseState.Revoked, Sample.Key($"revoke-{run}-{writer}-{i}")),
                    CancellationToken.None) is WriteOutcome<Revocation.StatusEntry>.Done;
                await gate.WaitAsync();
                await acknowledged.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{run}-{writer}-{i} {isRevoked}\n"));
                await acknowledged.FlushAsync();
                gate.Release();
            }
        }));
    }

    internal static SqliteDatabase Open(string folder) => new(
        new StorageOptions { Path = Path.Combine(folder, DatabaseFile), Timeout = TimeSpan.FromSeconds(30) },
        TimeProvider.System);
}
