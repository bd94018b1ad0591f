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
    public async Task<ExemptionReport> CheckAsync(CaseQuestion question, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<MaterialResult>(question.Item.Materials.Length);
        foreach (var material in question.Item.Materials)
        {
            var method = _methods.First(candidate => candidate.Method == material.Method);
            results.Add(await method.DecideAsync(material, question, cancellationToken));
        }

        var report = new ExemptionReport(
            "D" + RandomNumberGenerator.GetHexString(24), question.Item.Code, question.Use, _clock.GetUtcNow(),
            results.MoveToImmutable());
        await FileAsync(report, question, cancellationToken);
        return report;
    }

    /// <summary>A decision filed before: for the center that asked, and for auditors.</summary>
    public async Task<ExemptionReport?> FindAsync(Caller caller, string decisionId, CancellationToken cancellationToken) =>
        await _store.FindDecisionAsync(decisionId, cancellationToken) is { } filed
        && (caller.Role == Role.Auditor || filed.CenterCode == caller.OrganisationCode)
            ? filed.Report
            : null;

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
