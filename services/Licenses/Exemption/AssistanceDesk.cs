using System.Security.Cryptography;
using Licenses.Catalog;
using Licenses.Ledger;

namespace Licenses.Exemption;

/// <summary>Where a department reads the internal checks that wait for it, and answers them (行政协助).</summary>
public sealed class AssistanceDesk(CityCatalog catalog, IExemptionStore store, TimeProvider clock)
{
    private static readonly Refusal Unknown = new(RefusalReason.UnknownRecord, "没有这一协助单", "no such assistance case");

    /// <summary>Unanswered cases of the caller's department, the oldest first.</summary>
    public async Task<ImmutableArray<AssistanceCase>> ListAsync(
        Caller caller, string? afterId, int limit, CancellationToken cancellationToken) =>
        catalog.FindDepartmentByCode(caller.OrganisationCode) is { } department
            ? await store.ListAssistanceAsync(department.Key, afterId, limit, cancellationToken)
            : [];

    /// <summary>Answers one case, once.</summary>
    public async Task<Outcome<AssistanceCase>> AnswerAsync(
        Caller caller, RequestId requestId, string assistanceId, AssistanceAnswer answer, CancellationToken cancellationToken)
    {
        var department = catalog.FindDepartmentByCode(caller.OrganisationCode);
        var asked = await store.FindAssistanceAsync(assistanceId, cancellationToken);
        if (department is null || asked?.DepartmentKey != department.Key)
        {
            return new Outcome<AssistanceCase>.Refused(Unknown);
        }

        var fingerprint = new Fingerprint("AnswerAssistance").Add(assistanceId).Add(answer.ToString()).ToSha256();
        var key = new WriteKey(caller.OrganisationCode, requestId.Value, fingerprint);
        var leaf = new AuditLeaf(
            "ASSISTANCE_ANSWERED", assistanceId, 2, caller.OrganisationCode, clock.GetUtcNow(), SHA256.HashData(fingerprint));
        return await store.AnswerAssistanceAsync(key, assistanceId, answer, leaf, cancellationToken) switch
        {
            WriteOutcome<AssistanceCase>.Done done => new Outcome<AssistanceCase>.Done(done.Value),
            WriteOutcome<AssistanceCase>.Repeated done => new Outcome<AssistanceCase>.Done(done.Value, IsRepeated: true),
            WriteOutcome<AssistanceCase>.Reused => new Outcome<AssistanceCase>.Refused(Refusal.RequestIdReused),
            WriteOutcome<AssistanceCase>.Conflict { Why: WriteConflict.AlreadyAnswered } => new Outcome<AssistanceCase>.Refused(
                new Refusal(RefusalReason.AlreadyAnswered, "该协助单已有答复", "the assistance case was answered before")),
            _ => new Outcome<AssistanceCase>.Refused(Unknown),
        };
    }
}
