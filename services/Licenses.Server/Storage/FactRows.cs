using Licenses.Exemption;

namespace Licenses.Server.Storage;

/// <summary>How reported facts are written and read. All are kept; the newest counts.</summary>
internal static class FactRows
{
    public static async ValueTask AddAsync(
        DbSession session, Fact fact, PersonalData personal, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                INSERT INTO facts
                    (record_id, code, subject_hash, sealed_subject, department_key, holds, as_of, not_after)
                VALUES (@record_id, @code, @subject_hash, @sealed_subject, @department_key, @holds, @as_of, @not_after)
                """)
            .With("record_id", fact.RecordId)
            .With("code", fact.Code)
            .With("subject_hash", personal.Hash(fact.Subject))
            .With("sealed_subject", personal.SealSubject(fact.Subject, Place.FactSubject, fact.RecordId))
            .With("department_key", fact.DepartmentKey)
            .With("holds", fact.Holds ? 1L : 0L)
            .With("as_of", fact.AsOf)
            .With("not_after", fact.NotAfter)
            .ExecuteNonQueryAsync(cancellationToken);

    public static async ValueTask<Fact?> FindAsync(
        DbSession session, Subject subject, string code, PersonalData personal, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                """
                SELECT record_id, sealed_subject, department_key, holds, as_of, not_after FROM facts
                WHERE subject_hash = @subject_hash AND code = @code ORDER BY as_of DESC, row_id DESC LIMIT 1
                """)
            .With("subject_hash", personal.Hash(subject))
            .With("code", code)
            .ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var recordId = reader.GetString(0);
        return new Fact(
            recordId,
            code,
            personal.OpenSubject(reader.GetBytes(1), Place.FactSubject, recordId),
            reader.GetString(2),
            reader.GetInt64(3) == 1,
            reader.GetTime(4),
            reader.GetTime(5));
    }
}
