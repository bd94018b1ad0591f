using System.Globalization;
using Licenses.Revocation;

namespace Licenses.Server.Storage;

/// <summary>
/// Tells the other nodes of changes that were committed but perhaps never told, because the process died or Redis was
/// away between the two. Telling twice does no harm: versions are compared.
/// </summary>
internal sealed partial class OutboxRelay(
    IDatabase database, IStatusStore statuses, IStatusCache cache, TimeProvider clock, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private const int RowsAtOnce = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly string DeleteStatement =
        $"DELETE FROM outbox WHERE row_id IN ({string.Join(", ", Enumerable.Range(0, RowsAtOnce).Select(i => "@" + RowParameter(i)))})";

    /// <summary>Relays the oldest rows; how many were told and struck off.</summary>
    public async ValueTask<int> RelayAsync(CancellationToken cancellationToken)
    {
        var waiting = await ReadAsync(cancellationToken);
        if (waiting.IsEmpty)
        {
            return 0;
        }

        var current = await statuses.FindAsync([.. waiting.Select(row => row.Number).Distinct()], cancellationToken);
        var told = await Task.WhenAll(current.Select(async entry =>
            (entry.Number, IsTold: await cache.PublishAsync(entry, cancellationToken))));
        var numbers = told.Where(result => result.IsTold).Select(result => result.Number).ToHashSet();
        ImmutableArray<long> done = [.. waiting.Where(row => numbers.Contains(row.Number)).Select(row => row.RowId)];
        if (!done.IsEmpty)
        {
            await StrikeOffAsync(done, cancellationToken);
        }

        return done.Length;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isCutOff = false; // told once, not every second
        while (!stoppingToken.IsCancellationRequested)
        {
            int relayed = 0;
            try
            {
                relayed = await RelayAsync(stoppingToken);
                isCutOff = false;
            }
            catch (StoreUnavailableException unavailable)
            {
                if (!isCutOff)
                {
                    LogUnavailable(logger, unavailable.Message);
                }

                isCutOff = true;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (relayed < RowsAtOnce)
            {
                await Task.Delay(Pause, clock, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private static string RowParameter(int index) => "row" + index.ToString(CultureInfo.InvariantCulture);

    private ValueTask<ImmutableArray<OutboxRow>> ReadAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async (session, token) =>
        {
            var rows = ImmutableArray.CreateBuilder<OutboxRow>();
            await using var reader = await session
                .Statement("SELECT row_id, number FROM outbox ORDER BY row_id LIMIT @limit")
                .With("limit", RowsAtOnce)
                .ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                rows.Add(new OutboxRow(reader.GetInt64(0), reader.GetNumber(1)));
            }

            return rows.ToImmutable();
        },
        cancellationToken);

    /// <summary>By row, not "up to": in PostgreSQL a smaller row number may be committed later.</summary>
    private async ValueTask StrikeOffAsync(ImmutableArray<long> rows, CancellationToken cancellationToken) =>
        await database.WriteAsync<int>(
            async (session, token) =>
            {
                var command = session.Statement(DeleteStatement);
                for (int i = 0; i < RowsAtOnce; i++)
                {
                    command.With(RowParameter(i), rows[Math.Min(i, rows.Length - 1)]);
                }

                return new WriteOutcome<int>.Done(await command.ExecuteNonQueryAsync(token));
            },
            cancellationToken);

    [LoggerMessage(2, LogLevel.Warning, "Changes wait to be told to the other nodes: {Why}")]
    private static partial void LogUnavailable(ILogger logger, string why);

    private sealed record OutboxRow(long RowId, LicenseNumber Number);
}
