using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Difference;

/// <summary>What a field has from its ancestors.</summary>
internal sealed record FieldContext(string Name, string? Type, PdfObject? Value, int Depth)
{
    private const int NameShare = 16; // characters of a full name that cost as much as a value

    /// <summary>The object number of the field itself; null where it has none, or is the form.</summary>
    public int? Number { get; init; }

    public FieldContext Descend(PdfDocument document, PdfDictionary field)
    {
        string? own = document.Resolve(field["T"]) is PdfString text ? PdfText.Decode(text.Bytes.Span) : null;
        string name = own is null ? Name : Name.Length == 0 ? own : $"{Name}.{own}";
        document.Budget.ChargeCompared(1 + name.Length / NameShare);
        string? type = (document.Resolve(field["FT"]) as PdfName)?.Value ?? Type;
        return new(name, type, field.Has("V") ? field["V"] : Value, Depth + 1);
    }
}
