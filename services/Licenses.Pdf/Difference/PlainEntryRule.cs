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

        if (newer is null or PdfNull || !IsPlain(comparison, newer, 0))
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} updated /{key} of the catalog.",
            $"第{comparison.Revision}版更新了文档目录的/{key}。");
    }

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
