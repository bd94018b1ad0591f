using Licenses.Revocation;
using Licenses.Server.Caching;
using Licenses.Server.Tests.Storage;

namespace Licenses.Server.Tests.Caching;

/// <summary>The contract of the caches, in this process.</summary>
public sealed class MemoryStatusCacheTests : StatusCacheContract
{
    private const int Capacity = 1_000;

    private protected override IStatusCache Cache { get; } =
        new MemoryStatusCache(new CacheOptions { Capacity = Capacity }, TimeProvider.System);

    [Fact]
    public async Task Its_size_is_bounded_and_what_is_asked_for_stays()
    {
        var popular = Entry(Sample.NextNumber(), 1, LicenseState.Active);
        await Cache.StoreAsync(popular, Sample.Token);
        var others = Enumerable.Range(0, 10 * Capacity).Select(_ => Sample.NextNumber()).ToArray();
        foreach (var (number, i) in others.Select((number, i) => (number, i)))
        {
            await Cache.StoreAsync(Entry(number, 1, LicenseState.Active), Sample.Token);
            if (i % 100 == 0)
            {
                await Cache.FindAsync(popular.Number, Sample.Token);
            }
        }

        Assert.NotNull(await Cache.FindAsync(popular.Number, Sample.Token));
        int kept = 0;
        foreach (var number in others)
        {
            kept += await Cache.FindAsync(number, Sample.Token) is null ? 0 : 1;
        }

        Assert.InRange(kept, 1, Capacity);
    }
}
