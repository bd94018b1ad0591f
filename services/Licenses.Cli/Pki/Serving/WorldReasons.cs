using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki.Serving;

// ReasonFlags ::= BIT STRING { unused (0), keyCompromise (1), … }  -- RFC 5280, 5.2.5; bit n of the value is named bit n
/// <summary>For which reasons a list of the served PKI speaks, where it is split by reason.</summary>
[Flags]
internal enum WorldReasons
{
    None = 0,
    KeyCompromise = 1 << 1,
    AuthorityCompromise = 1 << 2,
    AffiliationChanged = 1 << 3,
    Superseded = 1 << 4,
    CessationOfOperation = 1 << 5,
    CertificateHold = 1 << 6,
    PrivilegeWithdrawn = 1 << 7,
    AttributeAuthorityCompromise = 1 << 8,

    /// <summary>A key is in wrong hands.</summary>
    Compromise = KeyCompromise | AuthorityCompromise | AttributeAuthorityCompromise,

    /// <summary>Everything else.</summary>
    Other = AffiliationChanged | Superseded | CessationOfOperation | CertificateHold | PrivilegeWithdrawn,
}

/// <summary>Which list of two an entry stands in.</summary>
internal static class WorldReasonsOf
{
    public static WorldReasons Half(this X509RevocationReason reason) => reason is
        X509RevocationReason.KeyCompromise or X509RevocationReason.CACompromise or X509RevocationReason.AACompromise
        ? WorldReasons.Compromise
        : WorldReasons.Other;
}
