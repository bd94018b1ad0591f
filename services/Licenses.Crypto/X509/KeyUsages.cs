namespace Licenses.Crypto.X509;

// KeyUsage ::= BIT STRING { digitalSignature(0), nonRepudiation(1), … decipherOnly(8) }  -- RFC 5280, 4.2.1.3
/// <summary>What a key may do. Bit n here is bit n of the named list.</summary>
[Flags]
public enum KeyUsages
{
    None = 0,
    DigitalSignature = 1 << 0,
    NonRepudiation = 1 << 1,
    KeyEncipherment = 1 << 2,
    DataEncipherment = 1 << 3,
    KeyAgreement = 1 << 4,
    KeyCertSign = 1 << 5,
    CrlSign = 1 << 6,
    EncipherOnly = 1 << 7,
    DecipherOnly = 1 << 8,
}
