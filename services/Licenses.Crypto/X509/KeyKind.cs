namespace Licenses.Crypto.X509;

/// <summary>The kinds of public key that we can tell apart; Unsupported keys are kept but never handed to any library.</summary>
public enum KeyKind
{
    Unsupported,
    Rsa,
    RsaPss,
    EllipticCurve,
    Sm2,
    Ed25519,
    Ed448,
}
