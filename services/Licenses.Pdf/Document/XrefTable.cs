using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>A cross-reference table as read, from the keyword xref to the end of its trailer dictionary.</summary>
internal sealed record XrefTable(
    long Start,
    long End,
    ImmutableArray<XrefSubsection> Subsections,
    PdfDictionary Trailer,
    ImmutableArray<XrefFlaw> Flaws);
