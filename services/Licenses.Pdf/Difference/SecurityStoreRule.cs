using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// Validation data may be added (/DSS, ISO 32000-2, 12.8.4.3): certificates, CRLs and OCSP responses as streams, and
/// /VRI entries, which only grow once they are there (R16).
/// </summary>
internal static class SecurityStoreRule
{
    private static readonly string[] StoreLists = ["Certs", "CRLs", "OCSPs"];
    private static readonly string[] SignatureLists = ["Cert", "CRL", "OCSP"];

    public static void Apply(Comparison comparison, Place place)
    {
        var older = comparison.Older.Catalog["DSS"];
        var newer = comparison.Newer.Catalog["DSS"];
        if (comparison.AreSame(older, newer, place))
        {
            return;
        }

        var before = comparison.Older.Resolve(older) as PdfDictionary ?? PdfDictionary.Empty;
        if (comparison.Newer.Resolve(newer) is not PdfDictionary after || comparison.IsTakenOver(older, newer)
            || after["VRI"] is { } entries && comparison.Newer.Resolve(entries) is not PdfDictionary
            || after.Entries.FirstOrDefault(entry => entry.Key is not ("Type" or "VRI") && !StoreLists.Contains(entry.Key)) is { Key: not null })
        {
            comparison.Forbid(place, $"Revision {comparison.Revision} put something else into the security store.",
                $"第{comparison.Revision}版在安全存储中放入了其他内容。");
            return;
        }

        comparison.RefuseDuplicates(before, after, place);
        CompareLists(comparison, after, StoreLists, place);
        CompareSignatures(comparison, before, after, place.To("VRI"));
        comparison.Report(ChangeLevel.LtaUpdates, null, $"Revision {comparison.Revision} added validation data.",
            $"第{comparison.Revision}版添加了验证数据。");
    }

    private static void CompareSignatures(Comparison comparison, PdfDictionary older, PdfDictionary newer, Place place)
    {
        var before = comparison.Older.Resolve(older["VRI"]) as PdfDictionary ?? PdfDictionary.Empty;
        var after = comparison.Newer.Resolve(newer["VRI"]) as PdfDictionary ?? PdfDictionary.Empty;
        foreach (var entry in before.Entries)
        {
            if (!OnlyGrew(comparison, entry.Value, after[entry.Key], place.To(entry.Key)))
            {
                comparison.Frozen(entry.Value, after[entry.Key], place.To(entry.Key));
            }
        }

        foreach (var entry in after.Entries)
        {
            var inner = comparison.Newer.Resolve(entry.Value) as PdfDictionary;
            if (inner is null || !IsSignatureKey(entry.Key) || inner.Entries.Any(item => !IsKnown(comparison, item)))
            {
                comparison.Forbid(place, $"Revision {comparison.Revision} put something else into /VRI.",
                    $"第{comparison.Revision}版在/VRI中放入了其他内容。");
                continue;
            }

            CompareLists(comparison, inner, SignatureLists, place.To(entry.Key));
        }
    }

    /// <summary>Some tools write the entry of a signature anew when they add to it: what it held, it still holds.</summary>
    private static bool OnlyGrew(Comparison comparison, PdfObject older, PdfObject? newer, Place place)
    {
        if (comparison.Older.Resolve(older) is not PdfDictionary before || comparison.Newer.Resolve(newer) is not PdfDictionary after)
        {
            return false;
        }

        return before.Entries.All(entry => SignatureLists.Contains(entry.Key)
            ? Numbers(comparison.Older, entry.Value).IsSubsetOf(Numbers(comparison.Newer, after[entry.Key]))
            : comparison.AreSame(entry.Value, after[entry.Key], place.To(entry.Key)));
    }

    private static HashSet<int> Numbers(PdfDocument document, PdfObject? list) =>
        [.. ((document.Resolve(list) as PdfArray)?.Items ?? []).OfType<PdfReference>().Select(item => item.Number)];

    private static bool IsKnown(Comparison comparison, KeyValuePair<string, PdfObject> item) => item.Key switch
    {
        "Type" or "TU" => comparison.Newer.Resolve(item.Value) is PdfName or PdfString,
        "TS" => comparison.Newer.Resolve(item.Value) is PdfStream,
        _ => SignatureLists.Contains(item.Key),
    };

    private static bool IsSignatureKey(string key) =>
        key.Length == 40 && key.All(letter => letter is >= 'A' and <= 'Z' or >= '0' and <= '9');

    /// <summary>Entries may go, as PAdES allows; those that stay or come must be streams that nobody rewrote.</summary>
    private static void CompareLists(Comparison comparison, PdfDictionary newer, string[] lists, Place place)
    {
        foreach (string key in lists.Where(key => newer[key] is not null))
        {
            var items = (comparison.Newer.Resolve(newer[key]) as PdfArray)?.Items;
            if (items is null || items.Value.Any(item => !IsNewOrSameStream(comparison, item, place.To(key))))
            {
                comparison.Forbid(place, $"Revision {comparison.Revision} changed or replaced stored validation data ({place.To(key)}).",
                    $"第{comparison.Revision}版改动了已存的验证数据（{place.To(key)}）。");
            }
        }
    }

    private static bool IsNewOrSameStream(Comparison comparison, PdfObject item, Place place)
    {
        if (item is not PdfReference reference || comparison.Newer.Resolve(reference) is not PdfStream)
        {
            return false;
        }

        bool isOld = comparison.Older.TryFindEntry(reference.Number, out var entry) && entry.Kind != XrefEntryKind.Free;
        return !isOld || comparison.AreSame(reference, reference, place);
    }
}
