using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>A fact that a department reported is looked up (数据核验). An outdated fact decides nothing.</summary>
internal sealed class FactMethod(IExemptionStore store, TimeProvider clock) : IMaterialMethod
{
    public ExemptionMethod Method => ExemptionMethod.Data;

    public async Task<MaterialResult> DecideAsync(
        Material material, CaseQuestion question, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        Fact? denied = null;
        Fact? outdated = null;
        foreach (var subject in question.Subjects)
        {
            if (await store.FindFactAsync(subject, material.FactCode ?? "", cancellationToken) is not { } fact)
            {
                continue;
            }

            evidence.Add(new Evidence(Fact: new FactEvidence(
                fact.RecordId, fact.Code, fact.DepartmentKey, fact.AsOf, fact.NotAfter, fact.Holds)));
            if (fact.NotAfter <= now)
            {
                outdated = fact;
            }
            else if (fact.Holds)
            {
                return Ruling.Exempt(material, ReasonCodes.FactConfirmed, [evidence[^1]], Ruling.Date(fact.AsOf));
            }
            else
            {
                denied = fact;
            }
        }

        return denied is not null ? Ruling.Submit(material, ReasonCodes.FactDenied, evidence.ToImmutable(), Ruling.Date(denied.AsOf))
            : outdated is not null ? Ruling.Undetermined(material, ReasonCodes.FactOutdated, evidence.ToImmutable(), now, Ruling.Date(outdated.NotAfter))
            : Ruling.Undetermined(material, ReasonCodes.FactNotReported, [], now);
    }
}
