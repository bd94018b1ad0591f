using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>A page, with what it inherits (ISO 32000-2, 7.7.3.3).</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Reference">Its object.</param>
/// <param name="Dictionary">As written.</param>
/// <param name="Resources">Own or inherited.</param>
/// <param name="MediaBox">Own or inherited, resolved; null where none is given.</param>
/// <param name="CropBox">Own or inherited, resolved; null: the media box.</param>
/// <param name="Rotate">Own or inherited, in degrees, one of 0, 90, 180, 270.</param>
public sealed record PdfPage(
    int Number,
    PdfReference Reference,
    PdfDictionary Dictionary,
    PdfDictionary? Resources,
    PdfArray? MediaBox,
    PdfArray? CropBox,
    int Rotate);
