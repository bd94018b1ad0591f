using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>The document's XMP may be updated, but must not define XML entities, which readers would expand (R16).</summary>
internal static class MetadataRule
{
    public static void Apply(Comparison comparison, Place place)
    {
        var older = comparison.Older.Catalog["Metadata"];
        var newer = comparison.Newer.Catalog["Metadata"];
        if (comparison.AreSame(older, newer, place))
        {
            return;
        }

        if (comparison.IsTakenOver(older, newer)
            || comparison.Newer.Resolve(newer) is not PdfStream stream
            || comparison.Newer.Resolve(stream.Dictionary["Type"]) is not PdfName { Value: "Metadata" }
                && comparison.Newer.Resolve(stream.Dictionary["Subtype"]) is not PdfName { Value: "XML" }
            || !IsHarmless(comparison.Newer.Decode(stream)))
        {
            comparison.Frozen(older, newer, place);
            return;
        }

        comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} updated the document's metadata.",
            $"第{comparison.Revision}版更新了文档的元数据。");
    }

    private static bool IsHarmless(DecodedStream xmp)
    {
        byte[] letters = [.. xmp.Bytes.ToArray().Where(value => value != 0)]; // whether UTF-8, UTF-16 or UTF-32
        return xmp.RemainingFilter is null
            && letters.AsSpan().IndexOf("<!ENTITY"u8) < 0
            && letters.AsSpan().IndexOf("<!DOCTYPE"u8) < 0;
    }
}
