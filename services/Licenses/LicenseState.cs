namespace Licenses;

/// <summary>Where a license is in its life (证照状态), as it is stored; "expired" follows from the date instead.</summary>
public enum LicenseState
{
    Active,
    Suspended,
    Revoked,
    Expired,
    Superseded,
}

/// <summary>Why a license was suspended, given back or revoked; part of its public status.</summary>
public enum StateReason
{
    None,
    Investigation,
    Penalty,
    ConditionsCeased,
    IssuedInError,
    HolderRequest,
    Fraud,
    Resolved,
}

/// <summary>The legal moves between states.</summary>
public static class LicenseLifecycle
{
    public static bool Allows(LicenseState from, LicenseState to) => (from, to) switch
    {
        (LicenseState.Active, LicenseState.Suspended or LicenseState.Revoked or LicenseState.Superseded) => true,
        (LicenseState.Suspended, LicenseState.Active or LicenseState.Revoked) => true,
        _ => false, // revoked and superseded are final; nobody sets expired
    };
}
