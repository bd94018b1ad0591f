using Licenses.Exemption;
using Licenses.Ledger;

namespace Licenses.Server.Storage;

/// <summary>Facts, internal checks and filed decisions in SQLite or PostgreSQL.</summary>
internal sealed class SqlExemptionStore(IDatabase database, PersonalData personal) : IExemptionStore
{
    public ValueTask<WriteOutcome<string>> ReportFactAsync(
        WriteKey key, Fact fact, AuditLeaf leaf, CancellationToken cancellationToken) =>
        database.WriteAsync<string>(
            async (session, token) =>
            {
                if (await WriteLog.ClaimAsync(session, key, fact.RecordId, token) is { } past)
                {
                    return past.SamePayload
                        ? new WriteOutcome<string>.Repeated(past.ObjectId)
                        : new WriteOutcome<string>.Reused();
                }

                await FactRows.AddAsync(session, fact, personal, token);
                await AuditLog.AppendAsync(session, leaf, token);
                return new WriteOutcome<string>.Done(fact.RecordId);
            },
            cancellationToken);

    public ValueTask<Fact?> FindFactAsync(Subject subject, string factCode, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => FactRows.FindAsync(session, subject, factCode, personal, token), cancellationToken);

    public ValueTask<AssistanceCase?> FindSameAssistanceAsync(AssistanceCase wanted, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => AssistanceRows.FindSameAsync(session, wanted, personal, token), cancellationToken);

    public async ValueTask<AssistanceCase> OpenAssistanceAsync(
        AssistanceCase wanted, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var outcome = await database.WriteAsync<AssistanceCase>(
            async (session, token) =>
            {
                var isNew = await AssistanceRows.TryOpenAsync(session, wanted, personal, token);
                var found = await AssistanceRows.FindSameAsync(session, wanted, personal, token)
                    ?? throw new InvalidDataException("An assistance case was neither opened nor found.");
                if (!isNew)
                {
                    return new WriteOutcome<AssistanceCase>.Repeated(found);
                }

                await AuditLog.AppendAsync(session, leaf, token);
                return new WriteOutcome<AssistanceCase>.Done(found);
            },
            cancellationToken);
        return outcome switch
        {
            WriteOutcome<AssistanceCase>.Done(var opened) => opened,
            WriteOutcome<AssistanceCase>.Repeated(var there) => there,
            _ => throw new StoreUnavailableException("An assistance case could not be opened."),
        };
    }

    public ValueTask<ImmutableArray<AssistanceCase>> ListAssistanceAsync(
        string departmentKey, string? afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => AssistanceRows.ListWaitingAsync(
                session, new AssistancePage(departmentKey, afterId, limit), personal, token),
            cancellationToken);

    public ValueTask<AssistanceCase?> FindAssistanceAsync(string assistanceId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => AssistanceRows.FindAsync(session, assistanceId, personal, token), cancellationToken);

    public ValueTask<WriteOutcome<AssistanceCase>> AnswerAssistanceAsync(
        WriteKey key, string assistanceId, AssistanceAnswer answer, AuditLeaf leaf, CancellationToken cancellationToken) =>
        database.WriteAsync<AssistanceCase>(
            async (session, token) =>
            {
                if (await WriteLog.ClaimAsync(session, key, assistanceId, token) is { } past)
                {
                    return past.SamePayload
                        && await AssistanceRows.FindAsync(session, past.ObjectId, personal, token) is { } before
                            ? new WriteOutcome<AssistanceCase>.Repeated(before)
                            : new WriteOutcome<AssistanceCase>.Reused();
                }

                var isAnswered = await AssistanceRows.TryAnswerAsync(session, assistanceId, answer, leaf.At, token);
                if (await AssistanceRows.FindAsync(session, assistanceId, personal, token) is not { } now)
                {
                    return new WriteOutcome<AssistanceCase>.Conflict(WriteConflict.UnknownObject);
                }

                if (!isAnswered)
                {
                    return new WriteOutcome<AssistanceCase>.Conflict(WriteConflict.AlreadyAnswered);
                }

                await AuditLog.AppendAsync(session, leaf, token);
                return new WriteOutcome<AssistanceCase>.Done(now);
            },
            cancellationToken);

    public async ValueTask FileAsync(FiledDecision decision, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var row = DecisionRow.Seal(decision, personal); // outside the transaction: others wait behind it
        await database.WriteAsync<bool>(
            async (session, token) =>
            {
                await DecisionRows.AddAsync(session, row, token);
                await AuditLog.AppendAsync(session, leaf, token);
                return new WriteOutcome<bool>.Done(true);
            },
            cancellationToken);
    }

    public ValueTask<FiledDecision?> FindDecisionAsync(string decisionId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => DecisionRows.FindAsync(session, decisionId, personal, token), cancellationToken);
}
