using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Document;

/// <summary>An object with a number: where it stands and what it holds.</summary>
/// <param name="Number">Its object number.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Head">From its number to the end of its value, or to the keyword before a stream's data; none inside an object stream.</param>
/// <param name="Container">The object stream that holds it; null where it stands in the file itself.</param>
public sealed record IndirectObject(int Number, int Generation, PdfObject Value, FileSpan Head, int? Container = null);
