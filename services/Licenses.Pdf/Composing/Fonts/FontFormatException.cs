namespace Licenses.Pdf.Composing.Fonts;

/// <summary>The bytes are not a TrueType font we can embed; says where and what was expected.</summary>
public sealed class FontFormatException(string message, long offset) : FormatException($"{message} (byte {offset})")
{
    /// <summary>Where in the font file, in bytes from its start.</summary>
    public long Offset { get; } = offset;
}
