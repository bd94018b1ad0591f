using Licenses.Revocation;
using Licenses.Testing.Clock;

namespace Licenses.Tests.Revocation;

/// <summary>One server's way of reading statuses, with everything around it in a test's hand.</summary>
internal sealed class StatusNode
{
    public StatusNode(
        ManualClock? clock = null, FakeStatusStore? store = null, FakeStatusCache? cache = null, int crossCheckEvery = 1_000_000)
    {
        Clock = clock ?? new ManualClock(Start);
        Store = store ?? new FakeStatusStore(Clock);
        Cache = cache ?? new FakeStatusCache();
        Recent = new RecentStatuses(1_000, Clock);
        Reader = new StatusReader(
            Store, Cache, Recent, Clock, new StatusReaderOptions { CrossCheckEvery = crossCheckEvery });
        Announcer = new StatusAnnouncer(Cache, Recent);
    }

    public static DateTimeOffset Start { get; } = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TimeSpan HalfMinute { get; } = TimeSpan.FromSeconds(30);

    public ManualClock Clock { get; }

    public FakeStatusStore Store { get; }

    public FakeStatusCache Cache { get; }

    public RecentStatuses Recent { get; }

    public StatusReader Reader { get; }

    public StatusAnnouncer Announcer { get; }

    public ValueTask<StatusAnswer> ReadAsync(LicenseNumber number, TimeSpan? maxStaleness = null) =>
        Reader.ReadAsync(number, maxStaleness ?? HalfMinute, TestContext.Current.CancellationToken);

    public async Task<LicenseState> ReadStateAsync(LicenseNumber number, TimeSpan? maxStaleness = null) =>
        Assert.IsType<StatusAnswer.Known>(await ReadAsync(number, maxStaleness)).Entry.Stored.State;

    public static LicenseNumber Number(int serial) =>
        LicenseNumber.TryCreate("113100000000000017001", "113100000000000017", $"{serial:D8}", 1, out var number)
            ? number
            : throw new ArgumentOutOfRangeException(nameof(serial));
}
