namespace Licenses.Tests.Architecture;

/// <summary>One rule of the house, and a file that would break it: a rule that cannot fail protects nothing.</summary>
/// <param name="Name">As a sentence.</param>
/// <param name="Violations">Where it is broken: "path:line: what".</param>
/// <param name="PlantedPath">Path of a file that breaks it.</param>
/// <param name="PlantedText">That file's text.</param>
internal sealed record Rule(
    string Name, Func<SourceTree, IEnumerable<string>> Violations, string PlantedPath, string PlantedText)
{
    public override string ToString() => Name;
}
