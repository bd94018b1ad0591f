using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>Reads a number tree as a map (ISO 32000-2, 7.9.7).</summary>
internal static class NumberTree
{
    public static SortedDictionary<long, PdfObject> Read(PdfDocument document, PdfObject? root)
    {
        var map = new SortedDictionary<long, PdfObject>();
        var seen = new HashSet<int>();
        var open = new Stack<PdfObject?>();
        open.Push(root);
        while (open.TryPop(out var next))
        {
            document.Budget.ChargeCompared();
            if (next is PdfReference reference && !seen.Add(reference.Number) || document.Resolve(next) is not PdfDictionary node)
            {
                continue;
            }

            var pairs = (document.Resolve(node["Nums"]) as PdfArray)?.Items ?? [];
            for (int i = 0; i + 1 < pairs.Length; i += 2)
            {
                if (document.Resolve(pairs[i]) is PdfInteger key)
                {
                    map[key.Value] = pairs[i + 1];
                }
            }

            foreach (var kid in (document.Resolve(node["Kids"]) as PdfArray)?.Items ?? [])
            {
                open.Push(kid);
            }
        }

        return map;
    }
}
