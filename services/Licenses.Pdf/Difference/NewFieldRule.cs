using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// A field that was not there before: only a signature field may come, or a group of them, as new objects that bring
/// no actions and show nothing but a widget (R17).
/// </summary>
internal static class NewFieldRule
{
    private const int DeepestGroup = 16;

    private static readonly HashSet<string> GroupKeys = ["T", "TU", "TM", "Kids", "Parent", "Type", "Ff"];

    public static void Apply(Comparison comparison, PdfObject item, FieldContext parent, Place place)
    {
        comparison.Charge();
        var field = comparison.Newer.Resolve(item) as PdfDictionary;
        if (field is null)
        {
            return; // a reference to nothing adds nothing; should it become a field later, that is a change then
        }

        var context = parent.Descend(comparison.Newer, field) with { Number = (item as PdfReference)?.Number };
        if (IsGroup(comparison, item, field, context, parent))
        {
            if (field.Has("TU"))
            {
                comparison.Report(ChangeLevel.FormFilling, null, $"Revision {comparison.Revision} added a name to read aloud for {context.Name}.",
                    $"第{comparison.Revision}版为域组“{context.Name}”添加了朗读名称。");
            }

            foreach (var kid in (comparison.Newer.Resolve(field["Kids"]) as PdfArray)?.Items ?? [])
            {
                Apply(comparison, kid, context, place.To("Kids"));
            }
        }
        else if (IsSignature(comparison, item, field, context, parent))
        {
            Accept(comparison, item, field, context, place);
        }
        else
        {
            comparison.Report(ChangeLevel.Other, null, $"Revision {comparison.Revision} added form field {context.Name}.",
                $"第{comparison.Revision}版添加了表单域“{context.Name}”。", context.Name);
        }
    }

    /// <summary>A field that only holds further ones, as full names with points ask for.</summary>
    private static bool IsGroup(
        Comparison comparison, PdfObject item, PdfDictionary field, FieldContext context, FieldContext parent) =>
        context.Depth <= DeepestGroup && context.Number is { } number && comparison.NewGroups.Add(number)
        && IsNew(comparison, item, field, context, parent) && field.Has("Kids")
        && field.Entries.All(entry => GroupKeys.Contains(entry.Key))
        && (comparison.Newer.Resolve(field["Kids"]) as PdfArray)?.Items
            .All(kid => comparison.Newer.Resolve(kid) is PdfDictionary named && named.Has("T")) == true;

    private static bool IsSignature(
        Comparison comparison, PdfObject item, PdfDictionary field, FieldContext context, FieldContext parent) =>
        context.Type == "Sig" && IsNew(comparison, item, field, context, parent) && IsWidget(comparison, field);

    private static bool IsNew(
        Comparison comparison, PdfObject item, PdfDictionary field, FieldContext context, FieldContext parent) =>
        comparison.Newer.Resolve(field["T"]) is PdfString
        && field.Duplicates.IsEmpty
        && !comparison.HadField(context.Name)
        && !(item is PdfReference reference && comparison.IsInUse(reference.Number))
        && (!field.Has("Parent") || field["Parent"] is PdfReference up && up.Number == parent.Number);

    /// <summary>It shows what a widget shows, and does nothing.</summary>
    private static bool IsWidget(Comparison comparison, PdfDictionary field) =>
        comparison.Newer.Resolve(field["Subtype"]) is PdfNull or PdfName { Value: "Widget" }
        && !field.Has("A") && !field.Has("AA")
        && AppearanceRule.IsAppearance(comparison.Newer, field["AP"]);

    private static void Accept(Comparison comparison, PdfObject item, PdfDictionary field, FieldContext context, Place place)
    {
        NoteWidgets(comparison, item, field, context, place);
        bool isVisible = WidgetSight.IsVisible(comparison.Newer, field);
        int? page = comparison.NewerObjects.PageOf(comparison.Newer, context.Number, field);
        // Only the field of a timestamp, shown and read aloud nowhere, is no more than validation data (R16, R17).
        bool isQuiet = !isVisible && !field.Has("TU") && comparison.Newer.Resolve(field["V"]) is not PdfNull;
        comparison.Report(new Change(isQuiet ? ChangeLevel.LtaUpdates : ChangeLevel.FormFilling, comparison.Revision, page,
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
            if (kid is not PdfReference reference || comparison.IsInUse(reference.Number)
                || comparison.Newer.Resolve(kid) is not PdfDictionary widget
                || widget.Has("T") || widget.Has("Kids") || !widget.Duplicates.IsEmpty || !IsWidget(comparison, widget)
                || widget.Has("Parent") && !(widget["Parent"] is PdfReference up && up.Number == context.Number))
            {
                comparison.Forbid(place, $"Revision {comparison.Revision} added a signature field with other things below it.",
                    $"第{comparison.Revision}版添加的签名域带有其他内容。");
                continue;
            }

            comparison.NewSignatureWidgets[reference.Number] = context.Name;
        }
    }
}
