namespace Licenses.Crypto.Ocsp;

/// <summary>The bytes are not an OCSP response that we accept. Bad input, never our fault.</summary>
public sealed class OcspFormatException(string message, long offset, Exception? inner = null)
    : FormatException($"{message} (byte {offset})", inner)
{
    public long Offset { get; } = offset;
}
