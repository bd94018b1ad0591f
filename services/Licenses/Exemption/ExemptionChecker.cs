using System.Security.Cryptography;
using System.Text;
using Licenses.Issuing;
using Licenses.Ledger;
using Licenses.Revocation;

namespace Licenses.Exemption;

/// <summary>Answers which materials of a case need not be submitted (两个免于提交), and files the answer with the case.</summary>
public sealed class ExemptionChecker
{
    private readonly ImmutableArray<IMaterialMethod> _methods;
    private readonly IExemptionStore _store;
    private readonly TimeProvider _clock;

    public ExemptionChecker(
        ILicenseStore licenses,
        StatusReader statuses,
        StoredDocumentVerifier documents,
        IExemptionStore store,
        TimeProvider clock)
    {
        _methods =
        [
            new LicenseMethod(licenses, statuses, documents, clock),
            new FactMethod(store, clock),
            new AssistanceMethod(store, clock),
            new PromiseMethod(),
            new OnlyApplicantMethod(),
        ];
        _store = store;
        _clock = clock;
    }

    /// <summary>Decides every material of the item, in its order. A decision that cannot be filed is not given.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be asked; there is no answer.</exception>
    public async Task<Outcome<ExemptionReport>> CheckAsync(CaseQuestion question, CancellationToken cancellationToken)
    {
        var id = IdOf(question);
        if (question.RequestId is not null && await _store.FindDecisionAsync(id, cancellationToken) is { } filed)
        {
            return IsSame(question, filed)
                ? new Outcome<ExemptionReport>.Done(filed.Report, IsRepeated: true)
                : new Outcome<ExemptionReport>.Refused(Refusal.RequestIdReused);
        }

        var results = ImmutableArray.CreateBuilder<MaterialResult>(question.Item.Materials.Length);
        foreach (var material in question.Item.Materials)
        {
            var method = _methods.First(candidate => candidate.Method == material.Method);
            results.Add(await method.DecideAsync(material, question, cancellationToken));
        }

        var report = new ExemptionReport(
            id, question.Item.Code, question.Use, _clock.GetUtcNow(),
            results.MoveToImmutable());
        await FileAsync(report, question, cancellationToken);
        return new Outcome<ExemptionReport>.Done(report);
    }

    /// <summary>A decision filed before: for the center that asked, and for auditors.</summary>
    public async Task<ExemptionReport?> FindAsync(Caller caller, string decisionId, CancellationToken cancellationToken) =>
        await _store.FindDecisionAsync(decisionId, cancellationToken) is { } filed
        && (caller.Role == Role.Auditor || filed.CenterCode == caller.OrganisationCode)
            ? filed.Report
            : null;

    private static string IdOf(CaseQuestion question) => "D" + (question.RequestId is { } requestId
        ? Convert.ToHexString(new Fingerprint("Check")
            .Add(question.Caller.OrganisationCode).Add(requestId.Value).ToSha256().AsSpan(0, 12))
        : RandomNumberGenerator.GetHexString(24));

    private static bool IsSame(CaseQuestion question, FiledDecision filed) =>
        filed.Report.ItemCode == question.Item.Code
        && filed.Report.Use == question.Use
        && filed.Applicant == question.Applicant;

    private async Task FileAsync(ExemptionReport report, CaseQuestion question, CancellationToken cancellationToken)
    {
        var summary = string.Join(';', report.Materials.Select(
            material => $"{material.MaterialCode}={material.Decision}/{material.ReasonCode}"));
        var leaf = new AuditLeaf(
            "DECISION_FILED", report.DecisionId, 1, question.Caller.OrganisationCode, report.DecidedAt,
            SHA256.HashData(Encoding.UTF8.GetBytes(summary)));
        var filed = new FiledDecision(
            report.DecisionId, question.Caller.OrganisationCode, question.Caller.OrganisationName,
            question.Applicant, report);
        await _store.FileAsync(filed, leaf, cancellationToken);
    }
}
