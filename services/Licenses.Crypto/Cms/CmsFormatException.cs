namespace Licenses.Crypto.Cms;

/// <summary>The bytes are not a CMS message that we accept. Bad input, never our fault.</summary>
public sealed class CmsFormatException(string message, long offset, Exception? inner = null)
    : FormatException($"{message} (byte {offset})", inner)
{
    public long Offset { get; } = offset;

    /// <summary>
    /// True where the elements nest soundly and only a value in them is malformed (an integer with a needless zero, say):
    /// lenient readers would read on, so that the message is undecidable rather than broken.
    /// </summary>
    public bool NestsSoundly { get; init; }
}
