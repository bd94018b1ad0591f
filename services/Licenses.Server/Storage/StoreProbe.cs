using System.Globalization;

namespace Licenses.Server.Storage;

/// <summary>Asks the database the cheapest question there is, for the health of the store.</summary>
internal sealed class StoreProbe(IDatabase database, TimeProvider clock)
{
    /// <summary>How far the database's clock is ahead of this process; throws <see cref="StoreUnavailableException"/>.</summary>
    /// <remarks>More than two seconds either way means that one of the two clocks is wrong: not healthy.</remarks>
    public ValueTask<TimeSpan> MeasureClockSkewAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, token) =>
            {
                var now = await session.Statement("SELECT now_us FROM clock").ExecuteScalarAsync(token);
                var microseconds = Convert.ToInt64(now, CultureInfo.InvariantCulture);
                return TimeSpan.FromMicroseconds(microseconds - DbValues.Microseconds(clock.GetUtcNow()));
            },
            cancellationToken);
}
