namespace Licenses.Crypto.Cms;

/// <summary>Gets a timestamp token over a signature value, from wherever timestamps come.</summary>
public delegate ValueTask<ReadOnlyMemory<byte>> SignatureStamper(
    ReadOnlyMemory<byte> signatureValue, CancellationToken cancellationToken);
