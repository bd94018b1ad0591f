using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>
/// Objects that a rule of their own looks at: pages, fields, annotations, the catalog. A value elsewhere that refers to
/// one of them is unchanged when it still refers to the same one; the rule judges what became of it.
/// </summary>
internal sealed class KnownObjects
{
    // Keys under which the standard lets a document refer to fields and annotations. A reference from anywhere else
    // makes the object serve two purposes, and then nothing of it may change.
    private static readonly HashSet<string> LinkKeys =
        ["Annots", "Fields", "Kids", "Parent", "CO", "Obj", "Data", "Popup", "IRT", "T"];

    // Below these, keys are names that the document chooses, and tell nothing.
    private static readonly HashSet<string> Categories =
        ["Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading", "Properties"];

    private readonly HashSet<int> _structure = [];
    private readonly Dictionary<int, int> _annotations = []; // object number to page
    private readonly HashSet<int> _fields = [];

    private KnownObjects(int catalog) => _structure.Add(catalog);

    public static KnownObjects Collect(PdfDocument document)
    {
        var known = new KnownObjects(document.Root.Number);
        known.CollectPages(document);
        known.CollectFields(document);
        return known;
    }

    public bool IsJudgedElsewhere(int number, Place place) =>
        _structure.Contains(number)
        || (_fields.Contains(number) || _annotations.ContainsKey(number))
            && LinkKeys.Contains(place.Key) && !Categories.Contains(place.Holder);

    /// <summary>Whether a rule of its own looks at the object.</summary>
    public bool IsKnown(int number) =>
        _structure.Contains(number) || _fields.Contains(number) || _annotations.ContainsKey(number);

    public bool IsPage(int number) => _structure.Contains(number);

    public bool IsField(int number) => _fields.Contains(number);

    /// <summary>The page that shows an annotation; null where none does.</summary>
    public int? PageOf(int number) => _annotations.TryGetValue(number, out int page) ? page : null;

    /// <summary>The page that shows a field: itself, or the first of its widgets.</summary>
    public int? PageOf(PdfDocument document, int? number, PdfDictionary field) =>
        (number is { } own ? PageOf(own) : null)
        ?? ((document.Resolve(field["Kids"]) as PdfArray)?.Items ?? []).OfType<PdfReference>()
            .Select(kid => PageOf(kid.Number)).FirstOrDefault(page => page is not null);

    private void CollectPages(PdfDocument document)
    {
        foreach (var page in document.Pages)
        {
            document.Budget.ChargeCompared();
            _structure.Add(page.Reference.Number);
            foreach (var annotation in (document.Resolve(page.Dictionary["Annots"]) as PdfArray)?.Items ?? [])
            {
                document.Budget.ChargeCompared();
                // What is no dictionary is no annotation, whatever list it stands in.
                if (annotation is PdfReference reference && document.Resolve(reference) is PdfDictionary)
                {
                    _annotations.TryAdd(reference.Number, page.Number);
                }
            }
        }

        CollectNodes(document);
    }

    /// <summary>The inner nodes of the page tree, from its root down: a page's own word on its parent proves nothing.</summary>
    private void CollectNodes(PdfDocument document)
    {
        var open = new Stack<PdfObject?>();
        open.Push(document.Catalog["Pages"]);
        while (open.TryPop(out var next))
        {
            if (next is PdfReference reference && document.Resolve(reference) is PdfDictionary node
                && PageTree.IsInner(document, node) && _structure.Add(reference.Number))
            {
                foreach (var kid in ((PdfArray)document.Resolve(node["Kids"])).Items)
                {
                    open.Push(kid);
                }
            }
        }
    }

    private void CollectFields(PdfDocument document)
    {
        var open = new Stack<PdfObject>();
        Push(document.Form.Dictionary["Fields"]);
        while (open.TryPop(out var next))
        {
            document.Budget.ChargeCompared();
            if (next is PdfReference reference && document.Resolve(reference) is PdfDictionary field
                && _fields.Add(reference.Number))
            {
                Push(field["Kids"]);
            }
        }

        void Push(PdfObject? list)
        {
            foreach (var item in (document.Resolve(list) as PdfArray)?.Items ?? [])
            {
                open.Push(item);
            }
        }
    }
}
