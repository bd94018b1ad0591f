using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Licenses.Benchmarks.Harness;
using Licenses.Issuing;
using Licenses.Ledger;
using Licenses.Revocation;
using Licenses.Server.Caching;
using Licenses.Server.Storage;
using Licenses.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Licenses.Benchmarks.Figures;

/// <summary>What the stores and caches can do, beside a bare sync of the same disk in the same run.</summary>
internal sealed class StoresFigure() : Figure("stores", "SQLite, PostgreSQL, the status caches: without gRPC")
{
    private const string Issuer = "113100000000000017";
    private static readonly DateTimeOffset NewYear = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static long _serial;

    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await using (var sqlite = new SqliteDatabase(
            new StorageOptions { Path = Path.Combine(run.Folder.FullName, "figures.db") }, TimeProvider.System))
        {
            await MeasureAsync("SQLite", sqlite, run, cancellationToken);
        }

        await using var server = await PostgresServer.StartAsync(cancellationToken);
        await using var postgres = new PostgresDatabase(
            new StorageOptions { Provider = StorageOptions.Postgres, ConnectionString = server.ConnectionString },
            TimeProvider.System);
        await MeasureAsync("PostgreSQL (fsync off)", postgres, run, cancellationToken);
    }

    private static async Task MeasureAsync(
        string name, IDatabase database, Run run, CancellationToken cancellationToken)
    {
        var licenses = new SqlLicenseStore(database, new PersonalData(new SubjectProtector(new byte[64])));
        var statuses = new SqlStatusStore(database);
        var numbers = new List<LicenseNumber>();
        async Task IssueAsync(int documentSize)
        {
            var license = License(documentSize);
            await licenses.AddAsync(license, cancellationToken);
            lock (numbers)
            {
                numbers.Add(license.License.Number);
            }
        }

        await ReportAsync(run, $"{name}: issue, 1 KB document, 1 writer", 1, () => IssueAsync(1_000));
        await ReportAsync(run, $"{name}: issue, 1 KB document, 64 writers", 64, () => IssueAsync(1_000));
        await ReportAsync(run, $"{name}: issue, 50 KB document, 64 writers", 64, () => IssueAsync(50_000));
        await ReportAsync(run, $"{name}: change of state, 64 writers", 64, () => statuses.ChangeAsync(
            Change(numbers[(int)(Interlocked.Increment(ref _serial) % numbers.Count)]), cancellationToken).AsTask());
        await ReportAsync(run, $"{name}: status read, 8 readers", 8, () => statuses.FindAsync(
            [numbers[Random.Shared.Next(numbers.Count)]], cancellationToken).AsTask());
        await ReportAsync(run, $"{name}: document of 1 KB read, 8 readers", 8, () => licenses.FindDocumentAsync(
            numbers[Random.Shared.Next(1_000)], cancellationToken).AsTask());
        await MeasureReaderAsync(name, statuses, numbers, run, cancellationToken);
    }

    private static async Task MeasureReaderAsync(
        string name, IStatusStore statuses, List<LicenseNumber> numbers, Run run, CancellationToken cancellationToken)
    {
        await using var redis = await RedisServer.StartAsync(cancellationToken);
        var recent = new RecentStatuses(200_000, TimeProvider.System);
        await using var shared = new RedisStatusCache(
            new CacheOptions { Redis = redis.Endpoint, RedisTimeout = TimeSpan.FromSeconds(1) },
            new StatusWire(new byte[32]), recent, TimeProvider.System, NullLogger<RedisStatusCache>.Instance);
        await shared.Connecting;
        var memory = new MemoryStatusCache(new CacheOptions(), TimeProvider.System);
        foreach (var (cacheName, cache) in new (string, IStatusCache)[] { ("memory", memory), ("Redis", shared) })
        {
            var reader = new StatusReader(
                statuses, cache, recent, TimeProvider.System, new StatusReaderOptions { RecentAge = TimeSpan.Zero });
            await ReportAsync(run, $"{name}: warm read through the {cacheName} cache, 64 readers", 64, () => reader.ReadAsync(
                numbers[Random.Shared.Next(1_000)], TimeSpan.FromSeconds(30), cancellationToken).AsTask());
        }

        var near = new StatusReader(statuses, memory, recent, TimeProvider.System, new StatusReaderOptions());
        await ReportAsync(run, $"{name}: warm read, this process, 1 reader", 1, () => near.ReadAsync(
            numbers[0], TimeSpan.FromSeconds(30), cancellationToken).AsTask());
    }

    private static async Task ReportAsync(Run run, string name, int workers, Func<Task> operation)
    {
        var times = new List<double>[workers];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var own = times[worker] = [];
            while (watch.Elapsed < run.Period)
            {
                var start = Stopwatch.GetTimestamp();
                await operation();
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        double[] all = [.. times.SelectMany(own => own).Order()];
        run.Add(new Row(
            name,
            Run.Text($"{all.Length / seconds:N0}/s, p50 {all[all.Length / 2]:N3} ms, p99 {all[all.Length * 99 / 100]:N3} ms"),
            Run.Text($"{SyncSpeed.PerSecond(run):N0} disk syncs/s")));
    }

    private static NewLicense License(int documentSize)
    {
        var serial = $"{Interlocked.Increment(ref _serial):D12}";
        var number = LicenseNumber.TryCreate(Issuer + "001", Issuer, serial, 1, out var made)
            ? made
            : throw new InvalidOperationException(serial);
        var document = new byte[documentSize];
        Encoding.ASCII.GetBytes(serial, document);
        var status = new StoredStatus(LicenseState.Active, 1, StateReason.None, NewYear);
        var license = new License(
            number, "residence-permit", "张*", NewYear, NewYear, null, status, documentSize, SHA256.HashData(document));
        var code = "31010119900101001" + CheckCharacter.OfCitizenNumber("31010119900101001");
        _ = Subject.TryCreate(SubjectKind.Person, code, "张三", out var holder);
        return new NewLicense(
            new WriteKey(Issuer, "issue-" + serial, SHA256.HashData(document)),
            license,
            holder!,
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("address", "人民大道200号"),
            document,
            new AuditLeaf("LICENSE_ISSUED", number.Value, 1, Issuer, NewYear, license.DocumentSha256));
    }

    private static StateChange Change(LicenseNumber number)
    {
        var id = "change-" + Guid.NewGuid().ToString("N");
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(id));
        return new StateChange(
            new WriteKey(Issuer, id, hash), number, LicenseState.Revoked, StateReason.Penalty, null,
            new AuditLeaf("LICENSE_REVOKED", number.Value, 0, Issuer, NewYear, hash));
    }
}
