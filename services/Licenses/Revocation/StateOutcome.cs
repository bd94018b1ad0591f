namespace Licenses.Revocation;

/// <summary>What became of a wish to change a state.</summary>
public abstract record StateOutcome
{
    private StateOutcome() { } // closed: only the cases below exist

    /// <summary>It is so, now or since the same request was carried out before.</summary>
    public sealed record Changed(StatusEntry Entry, bool Repeated) : StateOutcome;

    public sealed record Refused(StateRefusal Why) : StateOutcome;
}

/// <summary>Why a change of state was refused.</summary>
public enum StateRefusal
{
    NotEntitled,
    UnknownLicense,
    IllegalTransition,
    VersionConflict,
    RequestIdReused,
}
