namespace Licenses.Crypto.Sm;

/// <summary>How a signature value is encoded: DER, or in which ways not.</summary>
[Flags]
public enum Sm2SignatureForm
{
    /// <summary>As GB/T 35276 wants it.</summary>
    Der = 0,

    /// <summary>r‖s in 64 bytes, without any ASN.1.</summary>
    Raw = 1,

    /// <summary>An integer whose highest bit is set and that lacks its leading zero: in DER a negative number.</summary>
    NegativeInteger = 2,

    /// <summary>An integer with needless leading zeros.</summary>
    PaddedInteger = 4,

    /// <summary>A length that is written longer than need be.</summary>
    LongLength = 8,

    /// <summary>Bytes after the signature.</summary>
    TrailingBytes = 16,

    /// <summary>The signature stands in an OCTET STRING of its own.</summary>
    InOctetString = 32,

    /// <summary>The signature stands in a BIT STRING of its own.</summary>
    InBitString = 64,
}
