namespace Licenses.Crypto.Signatures;

/// <summary>How a signature value is made, apart from the digest.</summary>
public enum SignatureScheme
{
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    Sm2,
    Ed25519,
    Ed448,
}
