using System.Security.Cryptography;

namespace Licenses.Pdf.Signing;

/// <summary>Asks a time-stamp authority for a token (RFC 3161, DER) over a digest.</summary>
public delegate ValueTask<ReadOnlyMemory<byte>> DigestStamper(
    ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken);
