namespace Licenses.Pdf.Signing;

/// <summary>The bytes are not the state of a prepared seal, or belong to another document.</summary>
public sealed class SealStateException(string message) : FormatException(message);
