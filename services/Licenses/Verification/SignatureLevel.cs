namespace Licenses.Verification;

/// <summary>The PAdES baseline level that a signature reaches (EN 319 142-1, 6). Each includes the ones before.</summary>
public enum SignatureLevel
{
    /// <summary>A signature that names its certificate.</summary>
    BaselineB,

    /// <summary>And a timestamp that shows when it existed.</summary>
    BaselineT,

    /// <summary>And the certificates and revocation data to verify it by.</summary>
    BaselineLt,

    /// <summary>And a document timestamp over all of these.</summary>
    BaselineLta,
}
