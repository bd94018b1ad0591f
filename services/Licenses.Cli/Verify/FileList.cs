namespace Licenses.Cli.Verify;

/// <summary>The files that a command line names: themselves, and every *.pdf below a named folder, in name order.</summary>
internal static class FileList
{
    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        IgnoreInaccessible = false, // a folder that cannot be read shall be heard of
    };

    public static IReadOnlyList<string> Of(IEnumerable<string> names)
    {
        var files = names.SelectMany(Expand).ToList();
        return files.Count > 0 ? files : throw new UsageException("There is no PDF in what was named.");
    }

    private static IEnumerable<string> Expand(string name)
    {
        if (Directory.Exists(name))
        {
            return Directory.EnumerateFiles(name, "*.pdf", Below).Order(StringComparer.Ordinal);
        }

        return File.Exists(name) ? [name] : throw new UsageException($"There is no file {name}.");
    }
}
