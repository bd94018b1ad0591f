using Licenses.Ledger;
using Licenses.Sealing.Renewal;

namespace Licenses.Server.Storage;

/// <summary>The renewal of license documents in SQLite or PostgreSQL. The table of licenses keeps what was issued.</summary>
internal sealed class SqlRenewalStore(IDatabase database, PersonalData personal) : IRenewalStore
{
    // The condition stands twice: in PostgreSQL another node may have taken a row between the two looks at it.
    private const string TakeStatement =
        $"""
        UPDATE license_documents SET next_try = @until
        WHERE next_try <= @now AND number IN
            (SELECT number FROM license_documents
             WHERE renew_by <= @due_by AND next_try <= @now ORDER BY renew_by {DbValues.AtMostLimit})
        RETURNING number, version, renew_by
        """;

    private const string ReplaceStatement =
        """
        UPDATE license_documents
        SET sealed_content = @sealed_content, version = version + 1, renew_by = @renew_by, next_try = @next_try
        WHERE number = @number AND version = @version
        """;

    private const string ScheduleStatement =
        "UPDATE license_documents SET renew_by = @renew_by, next_try = @next_try WHERE number = @number AND version = @version";

    public ValueTask<long> CountDueAsync(DateTimeOffset by, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, token) => (long?)await session
            .Statement("SELECT COUNT(*) FROM license_documents WHERE renew_by <= @by")
            .With("by", by)
            .ExecuteScalarAsync(token) ?? 0,
        cancellationToken);

    public async ValueTask<ImmutableArray<DueDocument>> TakeDueAsync(RenewalTurn turn, CancellationToken cancellationToken)
    {
        var taken = await database.WriteAsync<ImmutableArray<DueDocument>>(
            async (session, token) =>
            {
                var rows = ImmutableArray.CreateBuilder<DueDocument>();
                await using var reader = await session
                    .Statement(TakeStatement)
                    .With("now", turn.Now)
                    .With("due_by", turn.DueBy)
                    .With("until", turn.Until)
                    .With("limit", turn.Most)
                    .ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    rows.Add(new DueDocument(reader.GetNumber(0), reader.GetInt64(1), reader.GetTime(2)));
                }

                return new WriteOutcome<ImmutableArray<DueDocument>>.Done(rows.ToImmutable());
            },
            cancellationToken);
        return taken is WriteOutcome<ImmutableArray<DueDocument>>.Done done
            ? [.. done.Value.OrderBy(document => document.RenewBy)] // RETURNING knows no order
            : [];
    }

    public ValueTask<ReadOnlyMemory<byte>?> FindAsync(DueDocument due, CancellationToken cancellationToken) =>
        database.ReadAsync<ReadOnlyMemory<byte>?>(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement("SELECT sealed_content FROM license_documents WHERE number = @number AND version = @version")
                    .With("number", due.Number.Value)
                    .With("version", due.Version)
                    .ExecuteReaderAsync(token);
                return await reader.ReadAsync(token)
                    ? personal.OpenBytes(reader.GetBytes(0), Place.Document, due.Number.Value)
                    : default(ReadOnlyMemory<byte>?);
            },
            cancellationToken);

    public async ValueTask<bool> ReplaceAsync(RenewedDocument renewed, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var number = renewed.Taken.Number.Value;
        var content = personal.SealBytes(renewed.Document.Span, Place.Document, number); // outside the transaction
        var outcome = await database.WriteAsync<bool>(
            async (session, token) =>
            {
                var replaced = await session
                    .Statement(ReplaceStatement)
                    .With("sealed_content", content)
                    .With("renew_by", renewed.Schedule.RenewBy)
                    .With("next_try", renewed.Schedule.NextTry)
                    .With("number", number)
                    .With("version", renewed.Taken.Version)
                    .ExecuteNonQueryAsync(token);
                if (replaced != 1)
                {
                    return new WriteOutcome<bool>.Conflict(WriteConflict.VersionConflict);
                }

                await AuditLog.AppendAsync(session, leaf, token);
                return new WriteOutcome<bool>.Done(true);
            },
            cancellationToken);
        return outcome is WriteOutcome<bool>.Done;
    }

    public async ValueTask ScheduleAsync(DueDocument due, RenewalSchedule schedule, CancellationToken cancellationToken) =>
        await database.WriteAsync<int>(
            async (session, token) => new WriteOutcome<int>.Done(await session
                .Statement(ScheduleStatement)
                .With("renew_by", schedule.RenewBy)
                .With("next_try", schedule.NextTry)
                .With("number", due.Number.Value)
                .With("version", due.Version)
                .ExecuteNonQueryAsync(token)),
            cancellationToken);
}
