using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>One way in which a material may be replaced (免交方式). It decides; it never throws for what it could not ask.</summary>
internal interface IMaterialMethod
{
    ExemptionMethod Method { get; }

    Task<MaterialResult> DecideAsync(Material material, CaseQuestion question, CancellationToken cancellationToken);
}
