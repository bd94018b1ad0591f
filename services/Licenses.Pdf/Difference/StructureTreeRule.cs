namespace Licenses.Pdf.Difference;

/// <summary>The logical structure stays (R18).</summary>
internal static class StructureTreeRule
{
    public static void Apply(Comparison comparison, Place place) =>
        comparison.Frozen(comparison.Older.Catalog["StructTreeRoot"], comparison.Newer.Catalog["StructTreeRoot"], place);
}
