namespace Licenses.Crypto.Cms;

/// <summary>The bytes are not a CMS message that we accept. Bad input, never our fault.</summary>
public sealed class CmsFormatException(string message, long offset, Exception? inner = null)
    : FormatException($"{message} (byte {offset})", inner)
{
    public long Offset { get; } = offset;
}
