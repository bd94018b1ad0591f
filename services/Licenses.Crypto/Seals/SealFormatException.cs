namespace Licenses.Crypto.Seals;

/// <summary>The bytes are not an electronic seal or a signature by one. Bad input, never our fault.</summary>
public sealed class SealFormatException(string message, long offset, Exception? inner = null)
    : FormatException($"{message} (byte {offset})", inner)
{
    public long Offset { get; } = offset;
}
