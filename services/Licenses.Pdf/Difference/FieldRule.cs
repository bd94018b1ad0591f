using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// A field that was there before: its value and looks may be filled in; its type, name, place and actions may not
/// change (R17, R18). A signature field is filled once, and nothing of it changes after.
/// </summary>
internal static class FieldRule
{
    private static readonly HashSet<string> ValueKeys = ["V", "AP", "AS", "DA", "Q", "F", "RV", "I", "TI", "M", "Ff"];
    private static readonly HashSet<string> SignatureKeys = ["V", "AP", "AS", "DA", "Q", "F", "MK", "M"];

    // Read-only, required, not exported: flags that say nothing of looks (table 227).
    private const long QuietFlags = 7;

    public static void Apply(Comparison comparison, PdfDictionary older, PdfDictionary newer, FieldContext field, Place place)
    {
        comparison.RefuseDuplicates(older, newer, place);
        bool isSignature = field.Type == "Sig";
        bool wasSigned = isSignature && comparison.Older.Resolve(field.Value) is not PdfNull;
        bool isLeftAlone = ReferenceEquals(older, newer) && comparison.Newer.Resolve(newer["V"]) is PdfNull; // refers to nothing, as before
        bool isSigned = isSignature && !wasSigned && newer.Has("V") && !isLeftAlone;
        var free = !isSignature ? ValueKeys : isSigned || !older.Has("FT") && !wasSigned && ParentIsSigned(comparison, newer)
            ? SignatureKeys
            : [];
        var changed = new List<string>();
        foreach (string key in Comparison.Keys(older, newer))
        {
            if (FieldTreeRule.IsLink(key))
            {
                continue;
            }

            if (IsHarmless(comparison, key, older[key], newer[key]) || free.Contains(key))
            {
                if (!comparison.AreSame(older[key], newer[key], place.To(key)))
                {
                    changed.Add(key);
                }
            }
            else
            {
                comparison.Frozen(older[key], newer[key], place.To(key));
            }
        }

        if (changed.Contains("AP"))
        {
            CheckAppearance(comparison, older, newer, field, place);
        }

        Report(comparison, (older, newer), field, changed, isSigned, place);
        if ((changed.Contains("F") || changed.Contains("AP")) && !WidgetSight.IsVisible(comparison.Older, older) && WidgetSight.IsVisible(comparison.Newer, newer))
        {
            // Whoever certified the document did not see it: it is as good as new (R17).
            comparison.Report(new Change(ChangeLevel.FormFilling, comparison.Revision, place.Page,
                $"Revision {comparison.Revision} made the hidden field {field.Name} visible.",
                $"第{comparison.Revision}版显示了原本隐藏的域“{field.Name}”。")
            {
                Field = field.Name,
                IsNewVisibleField = true,
            });
        }
    }

    private static void CheckAppearance(
        Comparison comparison, PdfDictionary older, PdfDictionary newer, FieldContext field, Place place)
    {
        if (!AppearanceRule.IsAppearance(comparison.Newer, newer["AP"]))
        {
            comparison.Forbid(place, $"Revision {comparison.Revision} gave field {field.Name} something that is no appearance.",
                $"第{comparison.Revision}版给表单域“{field.Name}”设置了不合法的外观。");
        }

        if (older["AP"] is PdfReference shared && comparison.AppearanceUses.IsUsedElsewhere(shared.Number))
        {
            comparison.Forbid(place,
                $"Revision {comparison.Revision} replaced the looks of field {field.Name}, which other content shares ({place.To("AP")}).",
                $"第{comparison.Revision}版替换了表单域“{field.Name}”与其他内容共用的外观。");
        }
    }

    private static void Report(
        Comparison comparison,
        (PdfDictionary Older, PdfDictionary Newer) pair,
        FieldContext field,
        List<string> changed,
        bool isSigned,
        Place place)
    {
        var (older, newer) = pair;
        if (isSigned)
        {
            NewSignatureRule.Apply(comparison, newer, field.Name, place);
        }

        if (changed.Count == 0 || isSigned)
        {
            return;
        }

        bool isFlags = changed.All(key => IsHarmless(comparison, key, older[key], newer[key]));
        // A field that is locked and made read-only besides breaks no lock: flags alone are not reported as the field's.
        comparison.Report(isFlags && !changed.Contains("Ff") ? ChangeLevel.LtaUpdates : ChangeLevel.FormFilling, place.Page,
            $"Revision {comparison.Revision} {(isFlags ? "set flags of" : "filled in")} form field {field.Name}.",
            $"第{comparison.Revision}版{(isFlags ? "设置了表单域标志：" : "填写了表单域：")}{field.Name}。", isFlags ? null : field.Name);
    }

    /// <summary>The widget of a signature field shows something once the field is signed, and not before.</summary>
    private static bool ParentIsSigned(Comparison comparison, PdfDictionary widget) =>
        comparison.Newer.Resolve(widget["Parent"]) is PdfDictionary parent && parent.Has("V");

    private static long Flags(PdfDocument document, PdfObject? value) => document.Resolve(value) switch
    {
        PdfInteger flags => flags.Value,
        PdfNull => 0,
        _ => -1,
    };

    /// <summary>Acrobat sets field flags when it locks; others add a widget's type or page where they were left out.</summary>
    private static bool IsHarmless(Comparison comparison, string key, PdfObject? older, PdfObject? newer) => key switch
    {
        "Ff" => ((Flags(comparison.Older, older) ^ Flags(comparison.Newer, newer)) & ~QuietFlags) == 0,
        "Type" => comparison.Newer.Resolve(newer) is PdfName { Value: "Annot" },
        "P" => older is null && newer is PdfReference page && comparison.OlderObjects.IsPage(page.Number),
        _ => false,
    };
}
