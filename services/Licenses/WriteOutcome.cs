namespace Licenses;

/// <summary>Identifies a write: the caller's request id and a fingerprint of the payload, so that a retry does nothing twice.</summary>
/// <param name="ActorCode">Credit code of the organisation that writes; request ids are unique per organisation.</param>
/// <param name="RequestId">8 to 64 characters.</param>
/// <param name="Fingerprint">SHA-256 of method and payload in a canonical form.</param>
public sealed record WriteKey(string ActorCode, string RequestId, ReadOnlyMemory<byte> Fingerprint);

/// <summary>What became of a write.</summary>
public abstract record WriteOutcome<T>
{
    private WriteOutcome() { } // closed: only the cases below exist

    /// <summary>Carried out and committed now.</summary>
    public sealed record Done(T Value) : WriteOutcome<T>;

    /// <summary>The same request was carried out before; its result as it stands now.</summary>
    public sealed record Repeated(T Value) : WriteOutcome<T>;

    /// <summary>The request id was used with another payload.</summary>
    public sealed record Reused : WriteOutcome<T>;

    /// <summary>The state of things does not allow it; nothing was written.</summary>
    public sealed record Conflict(WriteConflict Why) : WriteOutcome<T>;
}

/// <summary>Why a write did not fit the state of things.</summary>
public enum WriteConflict
{
    UnknownObject,
    IllegalTransition,
    VersionConflict,
    NumberTaken,
    AlreadyAnswered,
}
