using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// /Info may change, in plain values only. What each writer notes of itself, producer and date, is no more than metadata
/// (R16); title, author and the rest are what the signer said of the document, and go as far as filling in a form.
/// </summary>
internal static class InformationRule
{
    private static readonly Place Here = Place.Trailer.To("Info");

    private static readonly HashSet<string> WriterKeys = ["ModDate", "Producer"];

    public static void Apply(Comparison comparison)
    {
        var older = comparison.Older.Trailer["Info"];
        var newer = comparison.Newer.Trailer["Info"];
        if (newer is null or PdfNull)
        {
            newer = older; // some readers go on to the earlier trailer, and see what stands there now
        }

        if (newer is null || comparison.AreSame(older, newer, Here))
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

        var before = comparison.Older.Resolve(older) as PdfDictionary ?? PdfDictionary.Empty;
        bool isWriters = Comparison.Keys(before, information).All(key => WriterKeys.Contains(key)
            || comparison.AreSame(before[key], information[key], Here.To(key)));
        comparison.Report(isWriters ? ChangeLevel.LtaUpdates : ChangeLevel.FormFilling, null,
            $"Revision {comparison.Revision} updated the document information.",
            $"第{comparison.Revision}版更新了文档信息。");
    }
}
