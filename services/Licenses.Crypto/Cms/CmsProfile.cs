namespace Licenses.Crypto.Cms;

/// <summary>What the container says the message is; it decides where the content stands and which attributes must.</summary>
public enum CmsProfile
{
    /// <summary>adbe.pkcs7.detached: the content is outside.</summary>
    Pkcs7Detached,

    /// <summary>adbe.pkcs7.sha1: the content inside is the SHA-1 of the signed bytes.</summary>
    Pkcs7Sha1,

    /// <summary>ETSI.CAdES.detached: the content is outside, and the signature names its certificate.</summary>
    CadesDetached,

    /// <summary>A message that holds what it signs.</summary>
    Attached,

    /// <summary>An RFC 3161 token: the content inside is a TSTInfo.</summary>
    TimeStamp,
}
