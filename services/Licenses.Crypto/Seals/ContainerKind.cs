namespace Licenses.Crypto.Seals;

/// <summary>What holds a signature.</summary>
public enum ContainerKind
{
    Unknown,

    /// <summary>SignedData by PKCS #7 or RFC 5652.</summary>
    SignedData,

    /// <summary>SignedData under the numbers of GM/T 0010 (GB/T 35275).</summary>
    NationalSignedData,

    /// <summary>SES_Signature by GM/T 0031 or GB/T 38540.</summary>
    SealedSignature,
}
