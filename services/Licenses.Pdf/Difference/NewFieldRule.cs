using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>A field that was not there before: only a signature field may come, and it brings no actions (R17).</summary>
internal static class NewFieldRule
{
    public static void Apply(Comparison comparison, PdfObject item, FieldContext parent, Place place)
    {
        var field = comparison.Newer.Resolve(item) as PdfDictionary;
        if (field is null)
        {
            return; // a reference to nothing adds nothing
        }

        var context = parent.Descend(comparison.Newer, field);
        bool isNamed = comparison.Newer.Resolve(field["T"]) is PdfString;
        if (!isNamed || comparison.HadField(context.Name) || context.Type != "Sig" || HasAction(field) || !field.Duplicates.IsEmpty
            || !AppearanceRule.IsAppearance(comparison.Newer, field["AP"]))
        {
            comparison.Report(ChangeLevel.Other, null, $"Revision {comparison.Revision} added form field {context.Name}.",
                $"第{comparison.Revision}版添加了表单域“{context.Name}”。", context.Name);
            return;
        }

        NoteWidgets(comparison, item, field, context, place);
        bool isVisible = WidgetSight.IsVisible(comparison.Newer, field);
        int? page = (item as PdfReference)?.Number is { } number ? comparison.NewerObjects.PageOf(number) : null;
        comparison.Report(new Change(isVisible ? ChangeLevel.FormFilling : ChangeLevel.LtaUpdates, comparison.Revision, page,
            $"Revision {comparison.Revision} added {(isVisible ? "a visible" : "an invisible")} signature field {context.Name}.",
            $"第{comparison.Revision}版添加了{(isVisible ? "可见" : "不可见")}签名域“{context.Name}”。")
        {
            IsNewVisibleField = isVisible,
        });
        if (field.Has("V"))
        {
            NewSignatureRule.Apply(comparison, field, context.Name, page is { } shown ? place.OnPage(shown) : place);
        }
    }

    private static void NoteWidgets(
        Comparison comparison, PdfObject item, PdfDictionary field, FieldContext context, Place place)
    {
        if (item is PdfReference own)
        {
            comparison.NewSignatureWidgets[own.Number] = context.Name;
        }

        foreach (var kid in (comparison.Newer.Resolve(field["Kids"]) as PdfArray)?.Items ?? [])
        {
            if (kid is not PdfReference reference || comparison.Newer.Resolve(kid) is not PdfDictionary widget
                || widget.Has("T") || HasAction(widget) || !AppearanceRule.IsAppearance(comparison.Newer, widget["AP"]))
            {
                comparison.Forbid(place, $"Revision {comparison.Revision} added a signature field with other things below it.",
                    $"第{comparison.Revision}版添加的签名域带有其他内容。");
                continue;
            }

            comparison.NewSignatureWidgets[reference.Number] = context.Name;
        }
    }

    private static bool HasAction(PdfDictionary dictionary) => dictionary.Has("A") || dictionary.Has("AA");
}
