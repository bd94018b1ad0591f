namespace Licenses.Catalog;

/// <summary>Where the content of each material comes from, seen over the whole catalogue.</summary>
internal sealed class MaterialSources(
    ImmutableArray<Department> departments, ImmutableArray<LicenseType> types, ImmutableArray<FactType> facts)
{
    // Lookups, not dictionaries: a faulty catalogue may declare a name twice or not at all, which is noted elsewhere.
    private readonly ILookup<string, bool> _ofThisCity =
        departments.ToLookup(department => department.Key, department => department.OfThisCity);

    private readonly ILookup<string, ImmutableArray<string>> _issuers =
        types.ToLookup(type => type.Code, type => type.IssuingDepartments);

    private readonly ILookup<string, string> _reporters = facts.ToLookup(fact => fact.Code, fact => fact.DepartmentKey);

    /// <summary>Fills in who reports each fact, and notes materials that name the wrong limb.</summary>
    public ImmutableArray<ServiceItem> Complete(ImmutableArray<ServiceItem> items, List<CatalogProblem> problems) =>
    [
        .. items.Select((item, i) => item with
        {
            Materials =
            [
                .. item.Materials.Select((each, j) => Complete(each, $"$.items[{i}].materials[{j}]", problems)),
            ],
        }),
    ];

    private Material Complete(Material material, string path, List<CatalogProblem> problems)
    {
        var completed = material.FactCode is { } fact
            ? material with { SourceDepartment = _reporters[fact].FirstOrDefault() }
            : material;
        var answers = SourcesOf(completed).SelectMany(key => _ofThisCity[key]).ToHashSet();
        if (answers.Count > 0 && FaultOf(completed, allOfThisCity: !answers.Contains(false)) is { } fault)
        {
            problems.Add(new($"{path}.issuedByThisCity", fault));
        }

        return completed;
    }

    private IEnumerable<string> SourcesOf(Material material) => material.SourceDepartment is { } source
        ? [source]
        : material.LicenseTypes.SelectMany(type => _issuers[type].SelectMany(keys => keys));

    // The first limb must not be claimed for what others issue; and what only this city issues must not miss it.
    private static string? FaultOf(Material material, bool allOfThisCity) => material.Method switch
    {
        ExemptionMethod.ELicense when material.IssuedByThisCity && !allOfThisCity =>
            "true, but a body of another province issues one of its license types",
        ExemptionMethod.ELicense when !material.IssuedByThisCity && allOfThisCity =>
            "false, but only departments of this city issue its license types",
        ExemptionMethod.Data or ExemptionMethod.Assistance when material.IssuedByThisCity && !allOfThisCity =>
            "true, but its source is a body of another province",
        _ => null,
    };
}
