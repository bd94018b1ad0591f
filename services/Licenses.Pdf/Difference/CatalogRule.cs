namespace Licenses.Pdf.Difference;

/// <summary>The catalog: a few entries have rules of their own; the rest stays, and none is added (R16, R18).</summary>
internal static class CatalogRule
{
    private static readonly Place Here = Place.Trailer.To("Root");

    public static void Apply(Comparison comparison)
    {
        var older = comparison.Older.Catalog;
        var newer = comparison.Newer.Catalog;
        comparison.RefuseDuplicates(older, newer, Here);
        foreach (string key in Comparison.Keys(older, newer))
        {
            var place = Here.To(key);
            switch (key)
            {
                case "Pages" or "StructTreeRoot":
                    break;
                case "AcroForm":
                    AcroFormRule.Apply(comparison, place);
                    break;
                case "DSS":
                    SecurityStoreRule.Apply(comparison, place);
                    break;
                case "Metadata":
                    MetadataRule.Apply(comparison, place);
                    break;
                case "Extensions" or "MarkInfo" or "Version":
                    PlainEntryRule.Apply(comparison, key, place);
                    break;
                default:
                    comparison.Frozen(older[key], newer[key], place);
                    break;
            }
        }

        // Last, because they must know which fields the form gained.
        StructureTreeRule.Apply(comparison, Here.To("StructTreeRoot"));
        PageTreeRule.Apply(comparison, Here.To("Pages"));
    }
}
