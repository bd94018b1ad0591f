using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>The applicant promises in writing after being told the consequences (告知承诺).</summary>
internal sealed class PromiseMethod : IMaterialMethod
{
    public ExemptionMethod Method => ExemptionMethod.Promise;

    public Task<MaterialResult> DecideAsync(
        Material material, CaseQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(question.Promises.FirstOrDefault(promise => promise.MaterialCode == material.Code) is { } given
            ? Ruling.Exempt(material, ReasonCodes.PromiseGiven, [new Evidence(Promise: given)], given.PromiseId)
            : Ruling.Submit(material, ReasonCodes.PromiseNotGiven, []));
}
