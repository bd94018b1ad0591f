namespace Licenses.Catalog;

/// <summary>The text is no catalogue to rely upon. Lists every problem, so that one round mends all.</summary>
public sealed class CatalogFormatException(ImmutableArray<CatalogProblem> problems)
    : FormatException(Describe(problems))
{
    public ImmutableArray<CatalogProblem> Problems { get; } = problems;

    private static string Describe(ImmutableArray<CatalogProblem> problems) =>
        $"The catalogue cannot be used ({problems.Length} to mend):"
        + string.Concat(problems.Select(problem => $"\n  - {problem}"));
}
