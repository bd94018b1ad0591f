namespace Licenses.Crypto.Seals;

// CertDigestObj ::= SEQUENCE { type PrintableString, value OCTET STRING }  -- GB/T 38540-2020, 6.1
/// <summary>A signer on a seal's list, by the digest of the certificate.</summary>
/// <param name="Type">Free text by the standard; read as the name or number of the digest.</param>
/// <param name="Value">The digest of the encoded certificate.</param>
public sealed record SignerDigest(string Type, ReadOnlyMemory<byte> Value);
