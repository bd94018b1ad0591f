using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>A terminal field of the form (ISO 32000-2, 12.7.4).</summary>
/// <param name="Name">Its full name: the partial names of its ancestors and its own, joined by points.</param>
/// <param name="Reference">Its object; null where it is written directly into its parent.</param>
/// <param name="Dictionary">As written; its own widget too where the two are merged.</param>
/// <param name="Type">Tx, Btn, Ch or Sig, own or inherited; null where none is given.</param>
/// <param name="Value">/V as written, own or inherited; null where there is none.</param>
/// <param name="Widgets">Its kids that are widgets only, as written.</param>
public sealed record FormField(
    string Name,
    PdfReference? Reference,
    PdfDictionary Dictionary,
    string? Type,
    PdfObject? Value,
    ImmutableArray<PdfObject> Widgets);
