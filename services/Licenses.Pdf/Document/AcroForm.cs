using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>The interactive form and its fields (ISO 32000-2, 12.7).</summary>
public sealed class AcroForm
{
    private const int DeepestField = 64;
    private const int FieldCost = 4; // values that a field costs as much as
    private const int NameShare = 16; // characters of a full name that cost as much as a value

    private readonly PdfDocument _document;
    private ImmutableArray<FormField>? _fields;

    internal AcroForm(PdfDocument document)
    {
        _document = document;
        Dictionary = document.Resolve(document.Catalog["AcroForm"]) as PdfDictionary ?? PdfDictionary.Empty;
    }

    public PdfDictionary Dictionary { get; }

    /// <summary>The form's object; null where the catalog holds it directly, or there is none.</summary>
    public PdfReference? Reference => _document.Catalog["AcroForm"] as PdfReference;

    /// <summary>All terminal fields, in order.</summary>
    public ImmutableArray<FormField> Fields => _fields ??= ReadFields();

    private ImmutableArray<FormField> ReadFields()
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        var seen = new HashSet<int>();
        if (_document.Resolve(Dictionary["Fields"]) is PdfArray roots)
        {
            foreach (var root in roots.Items)
            {
                Read(root, new Node("", null, null, 0), seen, fields);
            }
        }

        return fields.DrainToImmutable();
    }

    private void Read(PdfObject written, Node parent, HashSet<int> seen, ImmutableArray<FormField>.Builder fields)
    {
        if (written is PdfReference link && !seen.Add(link.Number))
        {
            return; // listed twice, or a circle: it has been read
        }

        if (_document.Resolve(written) is not PdfDictionary field)
        {
            return;
        }

        if (parent.Depth == DeepestField || fields.Count > _document.Budget.Limits.Objects)
        {
            throw new PdfFormatException("The form's fields are nested too deep.", field.Span.Start);
        }

        var node = Descend(field, parent);
        _document.Budget.ChargeCompared(FieldCost + node.Name.Length / NameShare);
        var kids = (_document.Resolve(field["Kids"]) as PdfArray)?.Items ?? [];
        if (kids.IsEmpty)
        {
            fields.Add(new(node.Name, written as PdfReference, field, node.Type, node.Value, kids));
            return;
        }

        var children = kids.Where(kid => _document.Resolve(kid) is PdfDictionary child && child.Has("T")).ToList();
        foreach (var child in children)
        {
            Read(child, node, seen, fields);
        }

        if (children.Count == 0)
        {
            fields.Add(new(node.Name, written as PdfReference, field, node.Type, node.Value, kids));
        }
    }

    private Node Descend(PdfDictionary field, Node parent)
    {
        string? own = _document.Resolve(field["T"]) is PdfString text ? PdfText.Decode(text.Bytes.Span) : null;
        string name = own is null ? parent.Name : parent.Name.Length == 0 ? own : $"{parent.Name}.{own}";
        string? type = (_document.Resolve(field["FT"]) as PdfName)?.Value ?? parent.Type;
        return new(name, type, field.Has("V") ? field["V"] : parent.Value, parent.Depth + 1);
    }

    private sealed record Node(string Name, string? Type, PdfObject? Value, int Depth);
}
