using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// The form's fonts (/DR): some may be added, none replaced (R17). Fields are drawn with them; the drawings that signing
/// tools keep there beside are not used that way and may be replaced, though not rewritten in place.
/// </summary>
internal static class DefaultResourcesRule
{
    public static void Apply(Comparison comparison, PdfObject? older, PdfObject? newer, Place place)
    {
        if (comparison.AreSame(older, newer, place))
        {
            return;
        }

        var before = comparison.Older.Resolve(older) as PdfDictionary ?? PdfDictionary.Empty;
        if (comparison.Newer.Resolve(newer) is not PdfDictionary after)
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        comparison.RefuseDuplicates(before, after, place);
        foreach (var category in before.Entries.Where(category => category.Key != "XObject"))
        {
            var kept = after[category.Key];
            if (comparison.Older.Resolve(category.Value) is PdfDictionary first && comparison.Newer.Resolve(kept) is PdfDictionary second)
            {
                comparison.RefuseDuplicates(first, second, place);
                foreach (var entry in first.Entries)
                {
                    comparison.Frozen(entry.Value, second[entry.Key], place.To(category.Key).To(entry.Key));
                }
            }
            else
            {
                comparison.Frozen(category.Value, kept, place.To(category.Key));
            }
        }

        // Looks without resources of their own may find the drawings here: so whoever replaces one fills in the form.
        bool keepsDrawings = KeepsDrawings(comparison, before["XObject"], after["XObject"], place.To("XObject"));
        bool isHarmless = keepsDrawings && !GivesMeaning(comparison, before, after);
        comparison.Report(new Change(isHarmless ? ChangeLevel.LtaUpdates : ChangeLevel.FormFilling, comparison.Revision, null,
            $"Revision {comparison.Revision} {(isHarmless ? "added fonts for" : "changed what is drawn by")} the form.",
            $"第{comparison.Revision}版{(isHarmless ? "为表单添加了字体" : "改变了表单显示所用的资源")}。")
        {
            IsFormWide = true,
        });
    }

    /// <summary>Whether a name comes that something asked for before, and was drawn without.</summary>
    private static bool GivesMeaning(Comparison comparison, PdfDictionary older, PdfDictionary newer)
    {
        foreach (var category in newer.Entries)
        {
            var before = comparison.Older.Resolve(older[category.Key]) as PdfDictionary ?? PdfDictionary.Empty;
            var after = comparison.Newer.Resolve(category.Value) as PdfDictionary ?? PdfDictionary.Empty;
            if (after.Entries.Any(entry => !before.Has(entry.Key) && comparison.ResourceWishes.MayName(entry.Key)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool KeepsDrawings(Comparison comparison, PdfObject? older, PdfObject? newer, Place place)
    {
        var before = comparison.Older.Resolve(older) as PdfDictionary ?? PdfDictionary.Empty;
        var after = comparison.Newer.Resolve(newer) as PdfDictionary ?? PdfDictionary.Empty;
        return before.Entries.All(entry => comparison.AreSame(entry.Value, after[entry.Key], place.To(entry.Key)));
    }
}
