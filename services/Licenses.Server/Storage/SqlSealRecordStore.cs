using Licenses.Ledger;
using Licenses.Sealing;
using Licenses.Sealing.Desk;

namespace Licenses.Server.Storage;

/// <summary>The uses of seals in SQLite or PostgreSQL. What was appended may quote a person: it is sealed like a document.</summary>
internal sealed class SqlSealRecordStore(IDatabase database, PersonalData personal) : ISealRecordStore
{
    private readonly SealUses _uses = new(personal);

    public ValueTask<WriteOutcome<SealRecord>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken) =>
        database.ReadAsync<WriteOutcome<SealRecord>?>(
            async (session, token) => await WriteLog.FindAsync(session, key, token) is { } past
                ? await AnswerAgainAsync(session, past, token)
                : null,
            cancellationToken);

    public ValueTask<WriteOutcome<SealRecord>> AddAsync(
        WriteKey key, SealRecord record, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var stored = record with { SealedAt = record.SealedAt.Truncated() };
        var appended = personal.SealBytes(record.Appended.Span, Place.Appended, record.RecordId);
        return database.WriteAsync<SealRecord>(
            async (session, token) =>
            {
                if (await WriteLog.ClaimAsync(session, key, record.RecordId, token) is { } past)
                {
                    return await AnswerAgainAsync(session, past, token);
                }

                await InsertAsync(session, stored, appended, token);
                if (stored.Use is { } use
                    && !await _uses.TryAddAsync(session, Used(stored, use, key.ActorCode), token))
                {
                    return new WriteOutcome<SealRecord>.Conflict(WriteConflict.IllegalTransition);
                }

                await AuditLog.AppendAsync(session, leaf, token);
                return new WriteOutcome<SealRecord>.Done(stored);
            },
            cancellationToken);
    }

    private static UsedSeal Used(SealRecord record, DeskUse use, string actorCode) =>
        new(record.RecordId, record.OrganisationCode, actorCode, record.SealedAt, use);

    private static async ValueTask InsertAsync(
        DbSession session, SealRecord record, byte[] appended, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                INSERT INTO seal_records
                    (record_id, organisation_code, input_sha256, sealed_sha256, field_name, seals, sealed_at,
                     sealed_appended)
                VALUES
                    (@record_id, @organisation_code, @input_sha256, @sealed_sha256, @field_name, @seals, @sealed_at,
                     @sealed_appended)
                """)
            .With("record_id", record.RecordId)
            .With("organisation_code", record.OrganisationCode)
            .With("input_sha256", record.InputSha256)
            .With("sealed_sha256", record.SealedSha256)
            .With("field_name", record.FieldName)
            .With("seals", (long)record.Seals)
            .With("sealed_at", record.SealedAt)
            .With("sealed_appended", appended)
            .ExecuteNonQueryAsync(cancellationToken);

    private async ValueTask<WriteOutcome<SealRecord>> AnswerAgainAsync(
        DbSession session, PastWrite past, CancellationToken cancellationToken) =>
        past.SamePayload && await FindAsync(session, past.ObjectId, cancellationToken) is { } record
            ? new WriteOutcome<SealRecord>.Repeated(record)
            : new WriteOutcome<SealRecord>.Reused();

    private async ValueTask<SealRecord?> FindAsync(
        DbSession session, string recordId, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                """
                SELECT organisation_code, input_sha256, sealed_sha256, field_name, seals, sealed_at, sealed_appended
                FROM seal_records WHERE record_id = @record_id
                """)
            .With("record_id", recordId)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SealRecord(
                recordId,
                reader.GetString(0),
                reader.GetBytes(1),
                reader.GetBytes(2),
                reader.GetString(3),
                checked((int)reader.GetInt64(4)),
                reader.GetTime(5),
                personal.OpenBytes(reader.GetBytes(6), Place.Appended, recordId))
            : null;
    }
}
