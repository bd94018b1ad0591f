namespace Licenses.Pdf.Composing.Fonts;

/// <summary>No configured font file serves a script; the message names the package that brings one.</summary>
public sealed class FontNotFoundException(string message) : IOException(message);
