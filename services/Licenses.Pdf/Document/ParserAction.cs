using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>Reads something with a parser. May run again from the start with more bytes at hand.</summary>
internal delegate T ParserAction<out T>(ref PdfParser parser);
