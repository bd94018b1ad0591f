namespace Licenses.Sealing;

/// <summary>Which algorithms a sealing key belongs to; an organisation may have a key of each.</summary>
public enum KeyFamily
{
    /// <summary>RSA and ECDSA over the NIST curves.</summary>
    International,

    /// <summary>SM2 (国密).</summary>
    National,
}
