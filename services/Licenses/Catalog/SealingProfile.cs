namespace Licenses.Catalog;

/// <summary>By which standard a seal stands on a document (签章格式).</summary>
public enum SealingProfile
{
    /// <summary>CAdES (EN 319 142-1) with the department's key, the international one where it has both.</summary>
    Pades,

    /// <summary>CAdES with the department's SM2 key.</summary>
    Sm2Cades,

    /// <summary>A PKCS #7 message with the department's SM2 key, under the numbers of RFC 5652.</summary>
    Sm2Pkcs7,

    /// <summary>The same under the numbers of GM/T 0010-2012 (GB/T 35275-2017).</summary>
    Sm2Pkcs7Gm,

    /// <summary>The bare signature by an electronic seal that the desk keeps (GB/T 38540-2020).</summary>
    Ses,
}
