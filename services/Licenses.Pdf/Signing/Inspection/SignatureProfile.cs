namespace Licenses.Pdf.Signing;

/// <summary>By which standard a signature was made, as its contents show; /SubFilter is asked only where they leave it open.</summary>
public enum SignatureProfile
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,

    /// <summary>CAdES in ETSI.CAdES.detached.</summary>
    Pades,

    /// <summary>CAdES in ETSI.CAdES.detached with SM2.</summary>
    Sm2Cades,

    /// <summary>A PKCS #7 message.</summary>
    Pkcs7,

    /// <summary>A PKCS #7 message with SM2.</summary>
    Sm2Pkcs7,

    /// <summary>A message of GM/T 0010.</summary>
    Sm2Pkcs7National,

    /// <summary>A PKCS #7 message over the SHA-1 of the signed bytes.</summary>
    Pkcs7Sha1,

    /// <summary>The signature of an electronic seal (GB/T 38540, GM/T 0031).</summary>
    Ses,

    /// <summary>An RFC 3161 token.</summary>
    Timestamp,
}
