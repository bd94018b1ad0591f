using Licenses.Exemption;

namespace Licenses.Server.Storage;

/// <summary>How filed decisions, and the uses of licenses that they stand for, are written and read.</summary>
internal static class DecisionRows
{
    public static async ValueTask AddAsync(DbSession session, DecisionRow row, CancellationToken cancellationToken)
    {
        await session
            .Statement(
                """
                INSERT INTO decisions
                    (decision_id, center_code, center_name, applicant_hash, decided_at, sealed_report, sealed_applicant)
                VALUES
                    (@decision_id, @center_code, @center_name, @applicant_hash, @decided_at, @sealed_report,
                     @sealed_applicant)
                """)
            .With("decision_id", row.Filed.DecisionId)
            .With("center_code", row.Filed.CenterCode)
            .With("center_name", row.Filed.CenterName)
            .With("applicant_hash", row.ApplicantHash)
            .With("decided_at", row.Filed.Report.DecidedAt)
            .With("sealed_report", row.SealedReport)
            .With("sealed_applicant", row.SealedApplicant)
            .ExecuteNonQueryAsync(cancellationToken);
        foreach (var use in row.Uses)
        {
            await AddUseAsync(session, row.Filed, use, cancellationToken);
        }
    }

    public static async ValueTask<FiledDecision?> FindAsync(
        DbSession session, string decisionId, PersonalData personal, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                """
                SELECT center_code, center_name, sealed_report, sealed_applicant FROM decisions
                WHERE decision_id = @decision_id
                """)
            .With("decision_id", decisionId)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new FiledDecision(
                decisionId,
                reader.GetString(0),
                reader.GetString(1),
                personal.OpenSubject(reader.GetBytes(3), Place.Applicant, decisionId),
                personal.Open<ExemptionReport>(reader.GetBytes(2), Place.Report, decisionId))
            : null;
    }

    private static async ValueTask AddUseAsync(
        DbSession session, FiledDecision decision, CalledLicense use, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                INSERT INTO license_uses
                    (number, holder_hash, decision_id, used_at, organisation, item_code, sealed_use)
                SELECT number, holder_hash, @decision_id, @used_at, @organisation, @item_code, @sealed_use
                FROM licenses WHERE number = @number
                """)
            .With("number", use.Number)
            .With("decision_id", decision.DecisionId)
            .With("used_at", decision.Report.DecidedAt)
            .With("organisation", decision.CenterName)
            .With("item_code", decision.Report.ItemCode)
            .With("sealed_use", use.SealedUse)
            .ExecuteNonQueryAsync(cancellationToken);
}
