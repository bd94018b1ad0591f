using System.Collections;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The pages in order, read as they are asked for (ISO 32000-2, 7.7.3). Cycles and absurd depth are refused.</summary>
public sealed class PageTree : IEnumerable<PdfPage>
{
    private readonly PdfDocument _document;
    private Dictionary<int, int>? _numbers;

    internal PageTree(PdfDocument document) => _document = document;

    /// <summary>How many pages the root claims; <see cref="Enumerable.Count{T}(IEnumerable{T})"/> counts them.</summary>
    public int ClaimedCount =>
        _document.Resolve(_document.Catalog["Pages"]) is PdfDictionary root
        && _document.Resolve(root["Count"]) is PdfInteger { Value: >= 0 and <= int.MaxValue } count ? (int)count.Value : 0;

    /// <summary>The page with this number, from 1; null where there are fewer.</summary>
    public PdfPage? Find(int number) => this.Skip(number - 1).FirstOrDefault();

    /// <summary>The number of the page that is this object; null where it is no page.</summary>
    public int? NumberOf(int objectNumber)
    {
        _numbers ??= this.GroupBy(page => page.Reference.Number).ToDictionary(group => group.Key, group => group.First().Number);
        return _numbers.TryGetValue(objectNumber, out int number) ? number : null;
    }

    /// <summary>Whether a node of the tree holds further ones. What says that it is a page is one, whatever else it holds.</summary>
    internal static bool IsInner(PdfDocument document, PdfDictionary node) =>
        document.Resolve(node["Kids"]) is PdfArray && document.Resolve(node["Type"]) is not PdfName { Value: "Page" };

    public IEnumerator<PdfPage> GetEnumerator()
    {
        var seen = new HashSet<int>();
        var open = new Stack<(PdfObject Node, Inherited From)>();
        open.Push((_document.Catalog["Pages"] ?? PdfNull.Instance, new(null, null, null, null)));
        int number = 0;
        while (open.TryPop(out var next))
        {
            var target = _document.Resolve(next.Node);
            if (target is PdfNull)
            {
                continue; // a reference to nothing is no page
            }

            // A page that is listed again is shown again; a node that is listed again may be a circle.
            if (next.Node is not PdfReference reference || target is not PdfDictionary node
                || !seen.Add(reference.Number) && IsInner(_document, node))
            {
                throw new PdfFormatException("The page tree is broken.", Math.Max(0, next.Node.Span.Start));
            }

            var own = Inherit(node, next.From);
            if (IsInner(_document, node))
            {
                foreach (var kid in ((PdfArray)_document.Resolve(node["Kids"])).Items.Reverse())
                {
                    open.Push((kid, own));
                }
            }
            else
            {
                yield return CreatePage(++number, reference, node, own);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Inherited Inherit(PdfDictionary node, Inherited from) => new(
        node["Resources"] ?? from.Resources,
        node["MediaBox"] ?? from.MediaBox,
        node["CropBox"] ?? from.CropBox,
        node["Rotate"] ?? from.Rotate);

    private PdfPage CreatePage(int number, PdfReference reference, PdfDictionary node, Inherited own)
    {
        long rotate = _document.Resolve(own.Rotate) is PdfInteger value ? value.Value % 360 : 0;
        return new(
            number,
            reference,
            node,
            _document.Resolve(own.Resources) as PdfDictionary,
            _document.Resolve(own.MediaBox) as PdfArray,
            _document.Resolve(own.CropBox) as PdfArray,
            (int)((rotate + 360) % 360));
    }

    private sealed record Inherited(PdfObject? Resources, PdfObject? MediaBox, PdfObject? CropBox, PdfObject? Rotate);
}
