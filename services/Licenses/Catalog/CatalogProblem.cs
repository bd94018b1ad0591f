namespace Licenses.Catalog;

/// <summary>One thing that is wrong with a catalogue.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.items[3].materials[0].fact</c>.</param>
/// <param name="Message">What is wrong, for the person who writes the catalogue.</param>
public sealed record CatalogProblem(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
