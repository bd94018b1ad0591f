namespace Licenses.Revocation;

/// <summary>What an issuer wants done.</summary>
public enum StateAction
{
    Suspend,
    Reinstate,
    Revoke,
}

/// <summary>A wish to change a license's state.</summary>
/// <param name="Number">Which license.</param>
/// <param name="Action">What.</param>
/// <param name="Reason">Why.</param>
/// <param name="ExpectedVersion">The version that the caller has seen; null when it does not matter.</param>
public sealed record StateRequest(LicenseNumber Number, StateAction Action, StateReason Reason, long? ExpectedVersion);
