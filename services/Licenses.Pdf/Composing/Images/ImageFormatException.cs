namespace Licenses.Pdf.Composing.Images;

/// <summary>The bytes are not a picture we embed; says where and why.</summary>
public sealed class ImageFormatException(string message, long offset) : FormatException($"{message} (byte {offset})")
{
    public long Offset { get; } = offset;
}
