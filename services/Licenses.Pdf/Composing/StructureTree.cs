using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing;

/// <summary>The logical structure: which marked content belongs to which heading, row and cell (ISO 32000-2, 14.7).</summary>
internal sealed class StructureTree
{
    private readonly IObjectTarget _file;
    private readonly PdfReference _root;
    private readonly List<List<PdfReference>> _parents = []; // per page, per marked-content identifier

    public StructureTree(IObjectTarget file)
    {
        _file = file;
        _root = file.Reserve();
        Document = new Element(file.Reserve(), "Document", _root);
    }

    public PdfReference Root => _root;

    public Element Document { get; }

    public Element Add(Element parent, string type)
    {
        var element = new Element(_file.Reserve(), type, parent.Reference);
        parent.Kids.Add(element);
        return element;
    }

    /// <summary>Gives the number under which content on a page belongs to an element.</summary>
    public int Mark(Element element, int page, PdfReference pageReference)
    {
        while (_parents.Count <= page)
        {
            _parents.Add([]);
        }

        int identifier = _parents[page].Count;
        _parents[page].Add(element.Reference);
        element.Content.Add((pageReference, identifier));
        return identifier;
    }

    public void Write()
    {
        WriteElement(Document);
        var numbers = ImmutableArray.CreateBuilder<PdfObject>();
        for (int page = 0; page < _parents.Count; page++)
        {
            numbers.Add(Integer(page));
            numbers.Add(_file.Add(new PdfArray([.. _parents[page]])));
        }

        _file.Set(_root, Dictionary(
            ("Type", Name("StructTreeRoot")),
            ("K", Document.Reference),
            ("ParentTree", Dictionary(("Nums", new PdfArray(numbers.DrainToImmutable())))),
            ("ParentTreeNextKey", Integer(_parents.Count))));
    }

    private void WriteElement(Element element)
    {
        var kids = ImmutableArray.CreateBuilder<PdfObject>();
        foreach (var kid in element.Kids)
        {
            WriteElement(kid);
            kids.Add(kid.Reference);
        }

        PdfReference? page = element.Content.Count > 0 ? element.Content[0].Page : null;
        foreach (var (contentPage, identifier) in element.Content)
        {
            kids.Add(contentPage == page
                ? Integer(identifier)
                : Dictionary(("Type", Name("MCR")), ("Pg", contentPage), ("MCID", Integer(identifier))));
        }

        _file.Set(element.Reference, Dictionary(
            ("S", Name(element.Type)),
            ("P", element.Parent),
            ("Pg", page),
            ("Alt", element.Alternative is null ? null : Text(element.Alternative)),
            ("K", kids.Count == 1 ? kids[0] : new PdfArray(kids.DrainToImmutable()))));
    }

    internal sealed class Element(PdfReference reference, string type, PdfReference parent)
    {
        public PdfReference Reference { get; } = reference;

        public string Type { get; } = type;

        public PdfReference Parent { get; } = parent;

        /// <summary>What is read aloud in place of a picture.</summary>
        public string? Alternative { get; set; }

        public List<Element> Kids { get; } = [];

        public List<(PdfReference Page, int Identifier)> Content { get; } = [];
    }
}
