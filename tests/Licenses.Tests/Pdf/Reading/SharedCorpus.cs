namespace Licenses.Tests.Pdf.Reading;

/// <summary>Documents that others made. They stand beside the repository, never in it; tests without them are skipped.</summary>
internal static class SharedCorpus
{
    public static string? Folder { get; } = Find();

    public static string Require()
    {
        Assert.SkipWhen(Folder is null, "The shared corpus is not here: set LICENSES_SHARED to its folder.");
        return Folder!;
    }

    public static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Require(), "corpus", "pdf"), "*.pdf", SearchOption.AllDirectories).Order();

    public static IEnumerable<CorpusRow> Rows()
    {
        string folder = Require();
        foreach (string line in File.ReadLines(Path.Combine(folder, "corpus", "pdf.tsv")).Skip(1))
        {
            string[] cells = line.Split('\t');
            yield return new(Path.Combine(folder, "corpus", "pdf", cells[0]), cells[0], cells[5]);
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("LICENSES_SHARED") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Licenses.sln")))
            {
                string shared = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}

/// <summary>A document of the corpus and what it must give.</summary>
internal sealed record CorpusRow(string Path, string Name, string Expected);
