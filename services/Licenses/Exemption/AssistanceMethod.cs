using System.Security.Cryptography;
using System.Text;
using Licenses.Catalog;
using Licenses.Ledger;

namespace Licenses.Exemption;

/// <summary>Another department checks internally (行政协助): the question is filed, and the answer read when it is there.</summary>
internal sealed class AssistanceMethod(IExemptionStore store, TimeProvider clock) : IMaterialMethod
{
    public ExemptionMethod Method => ExemptionMethod.Assistance;

    public async Task<MaterialResult> DecideAsync(
        Material material, CaseQuestion question, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var wanted = new AssistanceCase(
            "A" + RandomNumberGenerator.GetHexString(20), material.SourceDepartment ?? "", question.Item.Code, material.Code,
            question.Use.CaseNumber, question.Applicant, now);
        var asked = await store.FindSameAssistanceAsync(wanted, cancellationToken)
            ?? await OpenAsync(wanted, question, cancellationToken);
        ImmutableArray<Evidence> evidence =
        [
            new Evidence(Assistance: new AssistanceEvidence(
                asked.AssistanceId, asked.DepartmentKey, asked.AskedAt, asked.Answer, asked.AnsweredAt)),
        ];

        return asked.Answer switch
        {
            AssistanceAnswer.Confirmed => Ruling.Exempt(material, ReasonCodes.AssistanceConfirmed, evidence, asked.AssistanceId),
            AssistanceAnswer.Denied => Ruling.Submit(material, ReasonCodes.AssistanceDenied, evidence, asked.AssistanceId),
            AssistanceAnswer.CannotTell => Ruling.Undetermined(material, ReasonCodes.AssistanceCannotTell, evidence, now, asked.AssistanceId),
            _ => Ruling.Undetermined(material, ReasonCodes.AssistancePending, evidence, now, asked.AssistanceId),
        };
    }

    private async Task<AssistanceCase> OpenAsync(
        AssistanceCase wanted, CaseQuestion question, CancellationToken cancellationToken)
    {
        var leaf = new AuditLeaf(
            "ASSISTANCE_ASKED", wanted.AssistanceId, 1, question.Caller.OrganisationCode, wanted.AskedAt,
            SHA256.HashData(Encoding.UTF8.GetBytes(wanted.AssistanceId)));
        return await store.OpenAssistanceAsync(wanted, leaf, cancellationToken);
    }
}
