using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>/Info may change: title, producer, modification date. Plain values only (R16).</summary>
internal static class InformationRule
{
    private static readonly Place Here = Place.Trailer.To("Info");

    public static void Apply(Comparison comparison)
    {
        var older = comparison.Older.Trailer["Info"];
        var newer = comparison.Newer.Trailer["Info"];
        if (newer is null or PdfNull || comparison.AreSame(older, newer, Here))
        {
            return;
        }

        if (comparison.IsTakenOver(older, newer)
            || comparison.Newer.Resolve(newer) is not PdfDictionary information
            || information.Entries.Any(entry => comparison.Newer.Resolve(entry.Value) is PdfArray or PdfDictionary or PdfStream))
        {
            comparison.Frozen(older, newer, Here);
            return;
        }

        comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} updated the document information.",
            $"第{comparison.Revision}版更新了文档信息。");
    }
}
