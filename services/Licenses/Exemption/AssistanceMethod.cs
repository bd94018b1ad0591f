using System.Security.Cryptography;
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
        var id = IdOf(material, question);
        var asked = await store.FindAssistanceAsync(id, cancellationToken)
            ?? await OpenAsync(id, material, question, now, cancellationToken);
        ImmutableArray<Evidence> evidence =
        [
            new Evidence(Assistance: new AssistanceEvidence(
                asked.AssistanceId, asked.DepartmentKey, asked.AskedAt, asked.Answer, asked.AnsweredAt)),
        ];

        return asked.Answer switch
        {
            AssistanceAnswer.Confirmed => Ruling.Exempt(material, ReasonCodes.AssistanceConfirmed, evidence, id),
            AssistanceAnswer.Denied => Ruling.Submit(material, ReasonCodes.AssistanceDenied, evidence, id),
            AssistanceAnswer.CannotTell => Ruling.Undetermined(material, ReasonCodes.AssistanceCannotTell, evidence, now, id),
            _ => Ruling.Undetermined(material, ReasonCodes.AssistancePending, evidence, now, id),
        };
    }

    private async Task<AssistanceCase> OpenAsync(
        string id, Material material, CaseQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = new AssistanceCase(
            id, material.SourceDepartment ?? "", question.Item.Code, material.Code, question.Use.CaseNumber,
            question.Applicant, now);
        var leaf = new AuditLeaf("ASSISTANCE_ASKED", id, 1, question.Caller.OrganisationCode, now,
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)));
        return await store.OpenAssistanceAsync(wanted, leaf, cancellationToken);
    }

    /// <summary>The same question of the same case is one case, however often it is checked.</summary>
    private static string IdOf(Material material, CaseQuestion question) =>
        "A" + Convert.ToHexString(new Fingerprint("Assistance")
            .Add(question.Caller.OrganisationCode).Add(question.Use.CaseNumber)
            .Add(question.Item.Code).Add(material.Code).Add(question.Applicant.Kind.ToString()).Add(question.Applicant.Code)
            .ToSha256().AsSpan(0, 10));
}
