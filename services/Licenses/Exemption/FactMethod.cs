using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>A fact that a department reported is looked up (数据核验). An outdated fact decides nothing.</summary>
internal sealed class FactMethod(IExemptionStore store, TimeProvider clock) : IMaterialMethod
{
    public ExemptionMethod Method => ExemptionMethod.Data;

    public async Task<MaterialResult> DecideAsync(
        Material material, CaseQuestion question, CancellationToken cancellationToken)
    {
        var results = new List<MaterialResult>();
        foreach (var subject in question.SubjectsFor(material))
        {
            var fact = await store.FindFactAsync(subject, material.FactCode ?? "", cancellationToken);
            results.Add(Decide(material, fact, clock.GetUtcNow()));
        }

        return material.Holder == MaterialHolder.EachRelated && results.Count > 0
            ? Ruling.All(results)
            : Ruling.Best(results) ?? Decide(material, null, clock.GetUtcNow());
    }

    private static MaterialResult Decide(Material material, Fact? fact, DateTimeOffset now)
    {
        if (fact is null)
        {
            return Ruling.Undetermined(material, ReasonCodes.FactNotReported, [], now);
        }

        ImmutableArray<Evidence> evidence =
        [
            new Evidence(Fact: new FactEvidence(
                fact.RecordId, fact.Code, fact.DepartmentKey, fact.AsOf, fact.NotAfter, fact.Holds)),
        ];
        return fact switch
        {
            _ when fact.NotAfter <= now =>
                Ruling.Undetermined(material, ReasonCodes.FactOutdated, evidence, now, Ruling.Date(fact.NotAfter)),
            { Holds: true } => Ruling.Exempt(material, ReasonCodes.FactConfirmed, evidence, Ruling.Date(fact.AsOf)),
            _ => Ruling.Submit(material, ReasonCodes.FactDenied, evidence, Ruling.Date(fact.AsOf)),
        };
    }
}
