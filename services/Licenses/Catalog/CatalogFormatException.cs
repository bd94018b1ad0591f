namespace Licenses.Catalog;

/// <summary>The text is not a catalogue that could be relied upon. Lists every problem, so that one round mends all.</summary>
public sealed class CatalogFormatException(ImmutableArray<CatalogProblem> problems)
    : FormatException(Describe(problems))
{
    public ImmutableArray<CatalogProblem> Problems { get; } = problems;

    private static string Describe(ImmutableArray<CatalogProblem> problems) =>
        $"The catalogue cannot be used ({problems.Length} to mend):"
        + string.Concat(problems.Select(problem => $"\n  - {problem}"));
}
