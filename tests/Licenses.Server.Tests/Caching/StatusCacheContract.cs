using FsCheck;
using FsCheck.Fluent;
using Licenses.Revocation;
using Licenses.Server.Storage;
using Licenses.Server.Tests.Storage;

namespace Licenses.Server.Tests.Caching;

/// <summary>What every cache of statuses must do; run by the memory cache and by Redis.</summary>
public abstract class StatusCacheContract
{
    private protected abstract IStatusCache Cache { get; }

    private protected static DateTimeOffset Start { get; } = DateTimeOffset.UtcNow.Truncated();

    private static CancellationToken Token => Sample.Token;

    [Fact]
    public async Task What_was_stored_is_found_as_it_was()
    {
        var entry = Entry(Sample.NextNumber(), 3, LicenseState.Suspended) with { ValidUntil = Start.AddDays(9) };

        await Cache.StoreAsync(entry, Token);

        Assert.Equal(entry, await Cache.FindAsync(entry.Number, Token));
    }

    [Fact]
    public async Task What_was_never_stored_or_is_forgotten_is_not_found()
    {
        var entry = Entry(Sample.NextNumber(), 1, LicenseState.Active);
        Assert.Null(await Cache.FindAsync(entry.Number, Token));

        await Cache.StoreAsync(entry, Token);
        await Cache.ForgetAsync(entry.Number, Token);

        Assert.Null(await Cache.FindAsync(entry.Number, Token));
    }

    [Fact]
    public async Task An_older_version_never_overwrites_a_newer_one_even_when_it_was_read_later()
    {
        var revoked = Entry(Sample.NextNumber(), 2, LicenseState.Revoked);
        await Cache.PublishAsync(revoked, Token);

        await Cache.StoreAsync(Entry(revoked.Number, 1, LicenseState.Active, readAfter: 60), Token);
        await Cache.PublishAsync(Entry(revoked.Number, 1, LicenseState.Active, readAfter: 60), Token);

        Assert.Equal(revoked, await Cache.FindAsync(revoked.Number, Token));
    }

    [Fact]
    public async Task The_same_version_read_later_replaces_and_read_earlier_does_not()
    {
        var number = Sample.NextNumber();
        var later = Entry(number, 1, LicenseState.Active, readAfter: 10);
        await Cache.StoreAsync(Entry(number, 1, LicenseState.Active, readAfter: 5), Token);
        await Cache.StoreAsync(later, Token);
        await Cache.StoreAsync(Entry(number, 1, LicenseState.Active, readAfter: 1), Token);

        Assert.Equal(later, await Cache.FindAsync(number, Token));
    }

    [Fact]
    public void In_whatever_order_and_however_concurrently_versions_come_the_newest_stays()
    {
        var orders = Gen.Choose(1, 50).ArrayOf().Where(versions => versions.Length > 0).ToArbitrary();

        Prop.ForAll(orders, versions =>
        {
            var number = Sample.NextNumber();
            var stores = versions.Select(version => Task.Run(async () => await Cache.StoreAsync(
                Entry(number, version, version % 2 == 0 ? LicenseState.Revoked : LicenseState.Active), Token)));
            Task.WhenAll(stores).GetAwaiter().GetResult();
            var found = Cache.FindAsync(number, Token).AsTask().GetAwaiter().GetResult();
            return found?.Stored.Version == versions.Max();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private protected static StatusEntry Entry(
        LicenseNumber number, long version, LicenseState state, int readAfter = 0) => new(
        number, new StoredStatus(state, version, StateReason.None, Start), null, Start.AddSeconds(readAfter));
}
