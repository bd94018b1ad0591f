using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// A field gains its signature: as a new object, never by rewriting one that was there (R17). A document timestamp
/// without looks is validation data (R16).
/// </summary>
internal static class NewSignatureRule
{
    public static void Apply(Comparison comparison, PdfDictionary field, string name, Place place)
    {
        if (field["V"] is not PdfReference reference || comparison.Newer.Resolve(reference) is not PdfDictionary signature
            || comparison.Older.TryFindEntry(reference.Number, out var old) && old.Kind != XrefEntryKind.Free)
        {
            comparison.Report(ChangeLevel.Other, place.Page,
                $"Revision {comparison.Revision} made the signature of field {name} out of an object that was there before.",
                $"第{comparison.Revision}版把原有对象改作域“{name}”的签名。", name);
            return;
        }

        bool isTimestamp = comparison.Newer.Resolve(signature["SubFilter"]) is PdfName { Value: "ETSI.RFC3161" }
            && comparison.Newer.Resolve(signature["Type"]) is PdfNull or PdfName { Value: "DocTimeStamp" };
        if (isTimestamp && !WidgetSight.IsVisible(comparison.Newer, field))
        {
            comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} added a document timestamp.",
                $"第{comparison.Revision}版添加了文档时间戳。");
            return;
        }

        comparison.Report(ChangeLevel.FormFilling, place.Page, $"Revision {comparison.Revision} signed field {name}.",
            $"第{comparison.Revision}版在域“{name}”中签名。", name);
    }
}
