namespace Licenses.Crypto.Cms;

/// <summary>Signed attributes, and the signature value over them.</summary>
public sealed record SignedAttributes(ReadOnlyMemory<byte> Encoded, byte[] Value);
