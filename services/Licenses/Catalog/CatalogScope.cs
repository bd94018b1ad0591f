namespace Licenses.Catalog;

/// <summary>What a catalogue declares and refers to while it is being read, and what is wrong with it so far.</summary>
internal sealed class CatalogScope
{
    private readonly HashSet<(string Kind, string Name)> _declared = [];
    private readonly List<(string Kind, string Name, string Path)> _references = [];

    public List<CatalogProblem> Problems { get; } = [];

    /// <summary>Reads a short stable name and declares it, once per kind: lower-case words joined by hyphens.</summary>
    public string Declare(StrictObject from, string member, string kind) =>
        DeclareAs(from, member, kind, IsCode, "lower-case letters and digits joined by hyphens");

    /// <summary>Reads and declares the key of a face field: a camel-case word, like the names of GB/T 36903.</summary>
    public string DeclareField(StrictObject from, string kind) =>
        DeclareAs(from, "key", kind, IsFieldKey, "a camel-case word of letters and digits");

    /// <summary>Declares a value that no other of its kind may share.</summary>
    public void DeclareValue(StrictObject from, string member, string kind, string value)
    {
        if (value.Length > 0 && !_declared.Add((kind, value)))
        {
            from.Note(member, $"'{value}' is given to more than one {kind}");
        }
    }

    public string Refer(StrictObject from, string member, string kind)
    {
        var name = from.Text(member);
        _references.Add((kind, name, $"{from.Path}.{member}"));
        return name;
    }

    public ImmutableArray<string> ReferAll(StrictObject from, string member, string kind)
    {
        var names = from.Texts(member);
        _references.AddRange(names.Select((name, i) => (kind, name, $"{from.Path}.{member}[{i}]")));
        return names;
    }

    /// <summary>Notes each reference that points at nothing; to be called when everything has been declared.</summary>
    public void ResolveReferences() => Problems.AddRange(
        from reference in _references
        where reference.Name.Length > 0 && !_declared.Contains((reference.Kind, reference.Name))
        select new CatalogProblem(reference.Path, $"there is no {reference.Kind} '{reference.Name}'"));

    private string DeclareAs(StrictObject from, string member, string kind, Predicate<string> isGood, string wanted)
    {
        var name = from.Text(member);
        if (name.Length > 0 && !isGood(name))
        {
            from.Note(member, $"'{name}' is not well formed: {wanted}, at most 64");
        }

        DeclareValue(from, member, kind, name);
        return name;
    }

    private static bool IsCode(string name) =>
        name.Length <= 64 && char.IsAsciiLetterLower(name[0]) && name[^1] != '-'
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && !name.Contains("--", StringComparison.Ordinal);

    private static bool IsFieldKey(string name) =>
        name.Length <= 64 && char.IsAsciiLetterLower(name[0]) && name.All(char.IsAsciiLetterOrDigit);
}
