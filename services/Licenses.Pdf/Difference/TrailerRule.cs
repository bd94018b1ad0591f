namespace Licenses.Pdf.Difference;

/// <summary>The trailer: cross-reference entries follow the file, /Info is metadata, everything else stays (R13, R15).</summary>
internal static class TrailerRule
{
    private static readonly HashSet<string> OfTheFile =
        ["Size", "Prev", "XRefStm", "ID", "Type", "W", "Index", "Filter", "DecodeParms", "Length", "Root", "Info"];

    public static void Apply(Comparison comparison)
    {
        var older = comparison.Older.Trailer;
        var newer = comparison.Newer.Trailer;
        foreach (var entry in newer.Entries)
        {
            // An entry that a later writer leaves out is not lost: the earlier trailer still has it.
            if (!OfTheFile.Contains(entry.Key))
            {
                comparison.Frozen(older[entry.Key], entry.Value, Place.Trailer.To(entry.Key));
            }
        }

        if (comparison.Older.Root.Number != comparison.Newer.Root.Number)
        {
            comparison.Forbid(Place.Trailer, $"Revision {comparison.Revision} replaced the document's catalog.",
                $"第{comparison.Revision}版换掉了文档目录。");
            return;
        }

        InformationRule.Apply(comparison);
        CatalogRule.Apply(comparison);
    }
}
