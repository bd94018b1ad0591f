using System.Data.Common;
using Licenses.Exemption;

namespace Licenses.Server.Storage;

/// <summary>How internal checks are written and read.</summary>
internal static class AssistanceRows
{
    private const string Columns =
        "assistance_id, department_key, item_code, material_code, case_number, sealed_subject, asked_at, answer, answered_at";

    /// <summary>Opens a case; false when there is one for this subject, item, material and case number.</summary>
    public static async ValueTask<bool> TryOpenAsync(
        DbSession session, AssistanceCase wanted, PersonalData personal, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                INSERT INTO assistance_cases
                    (assistance_id, department_key, item_code, material_code, case_number, subject_hash, sealed_subject,
                     asked_at, answer)
                VALUES
                    (@assistance_id, @department_key, @item_code, @material_code, @case_number, @subject_hash,
                     @sealed_subject, @asked_at, 'None')
                ON CONFLICT DO NOTHING
                """)
            .With("assistance_id", wanted.AssistanceId)
            .With("department_key", wanted.DepartmentKey)
            .With("item_code", wanted.ItemCode)
            .With("material_code", wanted.MaterialCode)
            .With("case_number", wanted.CaseNumber)
            .With("subject_hash", personal.Hash(wanted.Subject))
            .With("sealed_subject", personal.SealSubject(wanted.Subject, Place.AssistanceSubject, wanted.AssistanceId))
            .With("asked_at", wanted.AskedAt)
            .ExecuteNonQueryAsync(cancellationToken) == 1;

    public static async ValueTask<AssistanceCase?> FindSameAsync(
        DbSession session, AssistanceCase wanted, PersonalData personal, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                $"""
                SELECT {Columns} FROM assistance_cases
                WHERE subject_hash = @subject_hash AND department_key = @department_key AND item_code = @item_code
                    AND material_code = @material_code AND case_number = @case_number
                """)
            .With("subject_hash", personal.Hash(wanted.Subject))
            .With("department_key", wanted.DepartmentKey)
            .With("item_code", wanted.ItemCode)
            .With("material_code", wanted.MaterialCode)
            .With("case_number", wanted.CaseNumber)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader, personal) : null;
    }

    public static async ValueTask<AssistanceCase?> FindAsync(
        DbSession session, string assistanceId, PersonalData personal, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement($"SELECT {Columns} FROM assistance_cases WHERE assistance_id = @assistance_id")
            .With("assistance_id", assistanceId)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader, personal) : null;
    }

    public static async ValueTask<ImmutableArray<AssistanceCase>> ListWaitingAsync(
        DbSession session, AssistancePage page, PersonalData personal, CancellationToken cancellationToken)
    {
        var cases = ImmutableArray.CreateBuilder<AssistanceCase>();
        await using var reader = await session
            .Statement(
                $"""
                SELECT {Columns} FROM assistance_cases
                WHERE department_key = @department_key AND answer = 'None' AND row_id > COALESCE(
                    (SELECT before.row_id FROM assistance_cases AS before WHERE before.assistance_id = @after_id), 0)
                ORDER BY row_id {DbValues.AtMostLimit}
                """)
            .With("department_key", page.DepartmentKey)
            .With("after_id", page.AfterId ?? "")
            .With("limit", (long)Math.Clamp(page.Limit, 1, 200))
            .ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cases.Add(Read(reader, personal));
        }

        return cases.ToImmutable();
    }

    /// <summary>Writes an answer; false when there is one already, or no such case.</summary>
    public static async ValueTask<bool> TryAnswerAsync(
        DbSession session, string assistanceId, AssistanceAnswer answer, DateTimeOffset at, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                UPDATE assistance_cases SET answer = @answer, answered_at = @answered_at
                WHERE assistance_id = @assistance_id AND answer = 'None'
                """)
            .With("answer", answer.ToString())
            .With("answered_at", at)
            .With("assistance_id", assistanceId)
            .ExecuteNonQueryAsync(cancellationToken) == 1;

    private static AssistanceCase Read(DbDataReader reader, PersonalData personal)
    {
        var assistanceId = reader.GetString(0);
        return new AssistanceCase(
            assistanceId,
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            personal.OpenSubject(reader.GetBytes(5), Place.AssistanceSubject, assistanceId),
            reader.GetTime(6),
            reader.GetEnum<AssistanceAnswer>(7),
            reader.FindTime(8));
    }
}

/// <summary>Which waiting cases are wanted.</summary>
internal sealed record AssistancePage(string DepartmentKey, string? AfterId, int Limit);
