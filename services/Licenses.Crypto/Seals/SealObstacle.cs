namespace Licenses.Crypto.Seals;

/// <summary>Why a seal cannot be applied.</summary>
public enum SealObstacle
{
    /// <summary>It is of 2014: such seals are read, but not applied.</summary>
    OldFormat,

    /// <summary>Its maker's signature does not verify, its version and its shape contradict each other, or it states times that cannot be.</summary>
    Broken,

    /// <summary>It has a critical extension that nobody here knows.</summary>
    UnknownExtension,

    NotYetValid,

    Expired,

    /// <summary>The signer's certificate is not on its list, byte for byte.</summary>
    SignerNotListed,

    /// <summary>The signer's certificate is not valid at the time of sealing.</summary>
    SignerNotValid,

    /// <summary>The signer's key is not SM2.</summary>
    KeyUnfit,
}
