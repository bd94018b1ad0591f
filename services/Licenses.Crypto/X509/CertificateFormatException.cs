namespace Licenses.Crypto.X509;

/// <summary>The bytes are not a certificate or certificate list that we accept. Bad input, never our fault.</summary>
public sealed class CertificateFormatException(string message, long offset, Exception? inner = null)
    : FormatException($"{message} (byte {offset})", inner)
{
    public long Offset { get; } = offset;
}
