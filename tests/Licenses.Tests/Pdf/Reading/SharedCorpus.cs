using Licenses.Testing.SharedData;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Documents that others made. They stand beside the repository, never in it; tests without them are skipped.</summary>
internal static class SharedCorpus
{
    public static IEnumerable<CorpusRow> Rows() => SharedMaterial.Rows("corpus", "pdf.tsv").Select(row =>
        new CorpusRow(SharedMaterial.PathTo(["corpus", "pdf", .. row["file"].Split('/')]), row["file"], row["expected"]));
}

/// <summary>A document of the corpus and what it must give.</summary>
internal sealed record CorpusRow(string Path, string Name, string Expected);
