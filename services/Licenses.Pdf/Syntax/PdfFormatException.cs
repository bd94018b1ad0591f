namespace Licenses.Pdf.Syntax;

/// <summary>The bytes are not a PDF we accept. Bad input, never our fault: the edge answers InvalidArgument.</summary>
public sealed class PdfFormatException(string message, long offset) : FormatException($"{message} (byte {offset})")
{
    /// <summary>Where in the file, in bytes from its start.</summary>
    public long Offset { get; } = offset;

    /// <summary>Nothing is wrong with the bytes as such, but they would cost more than the limits allow (R25).</summary>
    public bool IsLimit { get; init; }

    /// <summary>The document is encrypted, and its password is not at hand: nothing says that it is broken.</summary>
    public bool IsLocked { get; init; }
}
