using Licenses.Exemption;

namespace Licenses.Server.Storage;

/// <summary>How filed decisions, and the uses of licenses that they stand for, are written and read.</summary>
internal static class DecisionRows
{
    public static async ValueTask AddAsync(
        DbSession session, FiledDecision decision, PersonalData personal, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                INSERT INTO decisions
                    (decision_id, center_code, center_name, applicant_hash, decided_at, sealed_report, sealed_applicant)
                VALUES
                    (@decision_id, @center_code, @center_name, @applicant_hash, @decided_at, @sealed_report,
                     @sealed_applicant)
                """)
            .With("decision_id", decision.DecisionId)
            .With("center_code", decision.CenterCode)
            .With("center_name", decision.CenterName)
            .With("applicant_hash", personal.Hash(decision.Applicant))
            .With("decided_at", decision.Report.DecidedAt)
            .With("sealed_report", personal.Seal(decision.Report, Place.Report, decision.DecisionId))
            .With("sealed_applicant", personal.SealSubject(decision.Applicant, Place.Applicant, decision.DecisionId))
            .ExecuteNonQueryAsync(cancellationToken);

    /// <summary>One record for each license that was called, found later by its holder.</summary>
    public static async ValueTask AddUsesAsync(
        DbSession session, FiledDecision decision, PersonalData personal, CancellationToken cancellationToken)
    {
        var called = decision.Report.Materials
            .SelectMany(material => material.Evidence)
            .Select(evidence => evidence.License?.Number)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        foreach (var number in called)
        {
            await session
                .Statement(
                    """
                    INSERT INTO license_uses
                        (number, holder_hash, decision_id, used_at, organisation, item_code, sealed_use)
                    SELECT number, holder_hash, @decision_id, @used_at, @organisation, @item_code, @sealed_use
                    FROM licenses WHERE number = @number
                    """)
                .With("number", number)
                .With("decision_id", decision.DecisionId)
                .With("used_at", decision.Report.DecidedAt)
                .With("organisation", decision.CenterName)
                .With("item_code", decision.Report.ItemCode)
                .With("sealed_use", personal.Seal(decision.Report.Use, Place.Use, decision.DecisionId))
                .ExecuteNonQueryAsync(cancellationToken);
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
}
