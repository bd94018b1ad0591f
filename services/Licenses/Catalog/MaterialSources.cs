namespace Licenses.Catalog;

/// <summary>Where the content of each material comes from, seen over the whole catalogue.</summary>
internal static class MaterialSources
{
    /// <summary>Fills in who reports each fact, and notes materials that name the wrong limb of the two exemptions.</summary>
    public static ImmutableArray<ServiceItem> Complete(
        ImmutableArray<ServiceItem> items,
        ImmutableArray<Department> departments,
        ImmutableArray<LicenseType> types,
        ImmutableArray<FactType> facts,
        List<CatalogProblem> problems)
    {
        var ofThisCity = departments.ToLookup(department => department.Key, department => department.OfThisCity);
        var reporters = facts.ToLookup(fact => fact.Code, fact => fact.DepartmentKey);
        var issuers = types.ToLookup(type => type.Code, type => type.IssuingDepartments);

        Material CompleteOne(Material material, string path)
        {
            var completed = material.FactCode is { } fact
                ? material with { SourceDepartment = reporters[fact].FirstOrDefault() }
                : material;
            IEnumerable<string> sources = completed.SourceDepartment is { } source
                ? [source]
                : completed.LicenseTypes.SelectMany(type => issuers[type].SelectMany(keys => keys));
            var answers = sources.SelectMany(key => ofThisCity[key]).ToHashSet();
            if (answers.Count > 0 && FaultOf(completed, !answers.Contains(false)) is { } wrong)
            {
                problems.Add(new($"{path}.issuedByThisCity", wrong));
            }

            return completed;
        }

        return
        [
            .. items.Select((item, i) => item with
            {
                Materials = [.. item.Materials.Select((each, j) => CompleteOne(each, $"$.items[{i}].materials[{j}]"))],
            }),
        ];
    }

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
