namespace Licenses.Crypto.Seals;

/// <summary>The bytes are not an electronic seal or a signature by one. Bad input, never our fault.</summary>
public sealed class SealFormatException(string message, long offset, Exception? inner = null)
    : FormatException($"{message} (byte {offset})", inner)
{
    public long Offset { get; } = offset;

    /// <summary>The elements nest as they should: it may be of a kind that is not known here, and is no damage.</summary>
    public bool NestsSoundly { get; init; }

    /// <summary>The step that tells it: the seal's format, or its signature's.</summary>
    public string Check { get; init; } = SealFindings.Format;
}
