using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>The form dictionary: fields have their own rule; defaults may be set; no script order, no XFA (R17, R18).</summary>
internal static class AcroFormRule
{
    public static void Apply(Comparison comparison, Place place)
    {
        var older = comparison.Older.Resolve(comparison.Older.Catalog["AcroForm"]);
        var newer = comparison.Newer.Resolve(comparison.Newer.Catalog["AcroForm"]);
        if (newer is not PdfDictionary after || older is not (PdfDictionary or PdfNull))
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        var before = older as PdfDictionary ?? PdfDictionary.Empty;
        comparison.RefuseDuplicates(before, after, place);
        foreach (string key in Comparison.Keys(before, after))
        {
            ApplyEntry(comparison, key, before[key], after[key], place.To(key));
        }
    }

    private static void ApplyEntry(Comparison comparison, string key, PdfObject? older, PdfObject? newer, Place place)
    {
        switch (key)
        {
            case "Fields" when comparison.IsUntouched(older, newer):
                break;
            case "Fields":
                new FieldTreeRule(comparison).Apply(older, newer, place);
                break;
            case "DR":
                DefaultResourcesRule.Apply(comparison, older, newer, place);
                break;
            case "SigFlags":
                ApplySignatureFlags(comparison, older, newer, place);
                break;
            case "DA" or "Q" or "NeedAppearances":
                if (!comparison.AreSame(older, newer, place))
                {
                    // Some readers draw the value when told so, and the looks when not: other than what the signer saw.
                    bool isHarmless = key == "NeedAppearances" && !IsSet(comparison.Older, older) && !IsSet(comparison.Newer, newer)
                        || comparison.Older.Form.Fields.All(field => field.Type == "Sig"); // nothing is drawn with it
                    comparison.Report(new Change(
                        isHarmless ? ChangeLevel.LtaUpdates : ChangeLevel.FormFilling, comparison.Revision, null,
                        $"Revision {comparison.Revision} set how the form's fields are drawn (/{key}).",
                        $"第{comparison.Revision}版设置了表单域的显示方式（/{key}）。")
                    {
                        IsFormWide = true,
                    });
                }

                break;
            default:
                comparison.Frozen(older, newer, place);
                break;
        }
    }

    private static bool IsSet(PdfDocument document, PdfObject? flag) =>
        document.Resolve(flag) is not (PdfNull or PdfBoolean { Value: false });

    /// <summary>Bits may be set (signatures exist, append only), never cleared.</summary>
    private static void ApplySignatureFlags(Comparison comparison, PdfObject? older, PdfObject? newer, Place place)
    {
        long before = comparison.Older.Resolve(older) is PdfInteger old ? old.Value : 0;
        long after = comparison.Newer.Resolve(newer) is PdfInteger now ? now.Value : 0;
        if ((before & after) != before || after is < 0 or > 3)
        {
            comparison.Frozen(older, newer, place);
        }
        else if (before != after)
        {
            comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} noted that the document is signed.",
                $"第{comparison.Revision}版标记了文档已签名。");
        }
    }
}
