using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>Only the applicant can provide the material (仅能由申请人提供).</summary>
internal sealed class OnlyApplicantMethod : IMaterialMethod
{
    public ExemptionMethod Method => ExemptionMethod.None;

    public Task<MaterialResult> DecideAsync(
        Material material, CaseQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(Ruling.Submit(material, ReasonCodes.OnlyApplicant, []));
}
