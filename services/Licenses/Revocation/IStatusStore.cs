using Licenses.Ledger;

namespace Licenses.Revocation;

/// <summary>The statuses as the database, which decides, holds them. Throws <see cref="StoreUnavailableException"/>.</summary>
public interface IStatusStore
{
    /// <summary>The statuses of the known numbers among those given, each with the database's time of reading.</summary>
    ValueTask<ImmutableArray<StatusEntry>> FindAsync(
        ImmutableArray<LicenseNumber> numbers, CancellationToken cancellationToken);

    /// <summary>Moves a license to another state in one transaction with its outbox row and audit leaf.</summary>
    ValueTask<WriteOutcome<StatusEntry>> ChangeAsync(StateChange change, CancellationToken cancellationToken);
}

/// <summary>What is known of a license's status, and how fresh that knowledge is.</summary>
/// <param name="Number">License identifier.</param>
/// <param name="Stored">State, version, reason.</param>
/// <param name="ValidUntil">First instant after the license's validity; null for one without end.</param>
/// <param name="AsOf">When the database said so, by its clock.</param>
public sealed record StatusEntry(
    LicenseNumber Number, StoredStatus Stored, DateTimeOffset? ValidUntil, DateTimeOffset AsOf)
{
    /// <summary>The state at a time: what is stored, or expired once validity has ended. Revoked outranks expired.</summary>
    public LicenseState StateAt(DateTimeOffset time) =>
        Stored.State is LicenseState.Active or LicenseState.Suspended && ValidUntil <= time
            ? Stored.State == LicenseState.Suspended ? LicenseState.Suspended : LicenseState.Expired
            : Stored.State;
}

/// <summary>A wish to change a license's state.</summary>
/// <param name="Key">The write.</param>
/// <param name="Number">Which license.</param>
/// <param name="To">The new state.</param>
/// <param name="Reason">Why.</param>
/// <param name="ExpectedVersion">The version that the caller has seen; null when it does not matter.</param>
/// <param name="Leaf">The audit row; the store fills in the object's version.</param>
public sealed record StateChange(
    WriteKey Key,
    LicenseNumber Number,
    LicenseState To,
    StateReason Reason,
    long? ExpectedVersion,
    AuditLeaf Leaf);
