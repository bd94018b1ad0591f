using Licenses.Catalog;

namespace Licenses.Exemption;

/// <summary>A case as a center asks about it: every part is valid, the item exists.</summary>
/// <param name="Caller">The center.</param>
/// <param name="Item">The service item.</param>
/// <param name="Applicant">Who applies.</param>
/// <param name="Related">Further subjects whose licenses and facts count, such as the applicant's child.</param>
/// <param name="Use">Case, operator and purpose.</param>
/// <param name="Promises">Promises that the applicant has signed.</param>
public sealed record CaseQuestion(
    Caller Caller,
    ServiceItem Item,
    Subject Applicant,
    ImmutableArray<Subject> Related,
    UseContext Use,
    ImmutableArray<Promise> Promises)
{
    /// <summary>Most further subjects in one case.</summary>
    public const int MaxRelated = 8;

    /// <summary>The write, where the center names one: the same again gives the same decision.</summary>
    public RequestId? RequestId { get; init; }

    /// <summary>Whose license or fact may serve for a material.</summary>
    public ImmutableArray<Subject> SubjectsFor(Material material) => material.Holder switch
    {
        MaterialHolder.Applicant => [Applicant],
        MaterialHolder.Any => [Applicant, .. Related],
        _ => Related,
    };
}
