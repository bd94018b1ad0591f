namespace Licenses.Crypto.X509;

/// <summary>What a certificate is asked to be good for. An anchor is trusted for some of these only.</summary>
[Flags]
public enum CertificatePurpose
{
    None = 0,

    /// <summary>Sealing and signing documents.</summary>
    Seal = 1,

    /// <summary>Issuing RFC 3161 timestamps.</summary>
    TimeStamping = 2,

    /// <summary>Signing OCSP answers for another authority.</summary>
    OcspSigning = 4,

    /// <summary>Signing CRLs.</summary>
    CrlSigning = 8,

    /// <summary>Proving who a TLS client is.</summary>
    Client = 16,

    /// <summary>Proving who a TLS server is.</summary>
    Server = 32,

    /// <summary>No restriction by purpose: only the path itself is asked about.</summary>
    Any = 64,

    /// <summary>Making electronic seals: signing what a seal is and who may apply it (GB/T 38540-2020, 3: the maker).</summary>
    SealMaker = 128,

    /// <summary>
    /// Sealing a license's face: certified like any seal, but an anchor may vouch for seals and not for licenses, or the
    /// other way round.
    /// </summary>
    License = 256,

    /// <summary>Every purpose there is.</summary>
    All = Seal | TimeStamping | OcspSigning | CrlSigning | Client | Server | Any | SealMaker | License,
}
