using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>/Extensions, /MarkInfo and /Version may change, as long as they hold names, numbers and the like (R16).</summary>
internal static class PlainEntryRule
{
    private const int Deepest = 4;

    public static void Apply(Comparison comparison, string key, Place place)
    {
        var older = comparison.Older.Catalog[key];
        var newer = comparison.Newer.Catalog[key];
        if (comparison.AreSame(older, newer, place))
        {
            return;
        }

        if (newer is null or PdfNull || !IsPlain(comparison, newer, 0) || comparison.IsTakenOver(older, newer)
            || key == "Extensions" && !KeepsExtensions(comparison, older, newer)
            || key == "Version" && !IsLaterVersion(comparison, newer))
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} updated /{key} of the catalog.",
            $"第{comparison.Revision}版更新了文档目录的/{key}。");
    }

    /// <summary>A version only grows, whether the header or the catalog named the older one.</summary>
    private static bool IsLaterVersion(Comparison comparison, PdfObject newer) =>
        comparison.Newer.Resolve(newer) is PdfName { Value: { Length: 3 } version }
        && string.CompareOrdinal(version, comparison.Older.Version) >= 0;

    /// <summary>What a document says to use, it goes on using: developers' entries stay, and their levels do not sink.</summary>
    private static bool KeepsExtensions(Comparison comparison, PdfObject? older, PdfObject newer)
    {
        var before = comparison.Older.Resolve(older) as PdfDictionary ?? PdfDictionary.Empty;
        return comparison.Newer.Resolve(newer) is PdfDictionary after && before.Entries.All(entry => after.Has(entry.Key)
            && !(Level(comparison.Older, entry.Value) is { } was && Level(comparison.Newer, after[entry.Key]) is { } level && level < was));
    }

    private static long? Level(PdfDocument document, PdfObject? extension) =>
        document.Resolve(extension) is PdfDictionary developer && document.Resolve(developer["ExtensionLevel"]) is PdfInteger level
            ? level.Value
            : null;

    private static bool IsPlain(Comparison comparison, PdfObject value, int depth)
    {
        comparison.Charge();
        return comparison.Newer.Resolve(value) switch
        {
            PdfDictionary inner => depth < Deepest && inner.Entries.All(entry => IsPlain(comparison, entry.Value, depth + 1)),
            PdfArray items => depth < Deepest && items.Items.All(item => IsPlain(comparison, item, depth + 1)),
            PdfStream => false,
            _ => true,
        };
    }
}
