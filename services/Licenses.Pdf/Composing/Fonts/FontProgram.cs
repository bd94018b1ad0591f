namespace Licenses.Pdf.Composing.Fonts;

/// <summary>An embedded subset as it is written into a document.</summary>
/// <param name="Name">Its tag and the font's name.</param>
/// <param name="Length">Of the TrueType file before compression.</param>
/// <param name="Outlines">The TrueType file.</param>
/// <param name="ToUnicode">Which code means which character.</param>
internal sealed record FontProgram(string Name, int Length, EncodedStream Outlines, EncodedStream ToUnicode);
