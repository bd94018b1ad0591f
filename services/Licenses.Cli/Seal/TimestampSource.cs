using Licenses.Crypto.Cms;
using Licenses.Pdf.Signing;

namespace Licenses.Cli.Seal;

/// <summary>Somebody who gives timestamps, and how much room one of them takes.</summary>
/// <param name="OfSignature">Stamps a signature value.</param>
/// <param name="OfDocument">Stamps a document's digest.</param>
/// <param name="Reserve">Bytes to keep free for a token.</param>
/// <param name="Owned">Goes away with this: a key or a connection.</param>
internal sealed record TimestampSource(
    SignatureStamper OfSignature, DigestStamper OfDocument, int Reserve, IDisposable Owned) : IDisposable
{
    /// <summary>For authorities whose chain is not known before they answer: real tokens take 2 to 8 KB.</summary>
    public const int UsualReserve = 9 * 1024;

    public void Dispose() => Owned.Dispose();
}
