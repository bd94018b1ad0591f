namespace Licenses.Cli.Pki.Serving;

/// <summary>What a served PKI offers.</summary>
public enum WorldService
{
    Crl,
    Ocsp,
    Tsa,

    /// <summary>A second place of the same lists.</summary>
    Mirror,

    /// <summary>A second responder, whose certificate lacks ocsp-nocheck: whether it is revoked must be asked itself.</summary>
    CheckedOcsp,

    /// <summary>The authorities themselves: their certificates, and the certificates that they issue.</summary>
    Ca,
}
