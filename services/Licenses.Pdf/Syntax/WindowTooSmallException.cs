namespace Licenses.Pdf.Syntax;

/// <summary>A token reaches the end of the bytes at hand, but not of the file: read on with more. Never leaves this assembly.</summary>
internal sealed class WindowTooSmallException : Exception;
