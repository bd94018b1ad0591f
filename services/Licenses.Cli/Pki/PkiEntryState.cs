namespace Licenses.Cli.Pki;

/// <summary>How a member stands at the time of asking.</summary>
internal enum PkiEntryState
{
    Valid,
    NotYetValid,
    Expired,
    Revoked,

    /// <summary>Declared, but not generated.</summary>
    Missing,
}
