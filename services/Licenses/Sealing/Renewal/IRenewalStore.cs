using Licenses.Ledger;

namespace Licenses.Sealing.Renewal;

/// <summary>The stored sealed documents, seen by when they must be renewed. Throws <see cref="StoreUnavailableException"/>.</summary>
public interface IRenewalStore
{
    /// <summary>How many documents are due by a time.</summary>
    ValueTask<long> CountDueAsync(DateTimeOffset by, CancellationToken cancellationToken);

    /// <summary>Takes documents that are due, the most urgent first; nobody else is given them before their turn ends.</summary>
    ValueTask<ImmutableArray<DueDocument>> TakeDueAsync(RenewalTurn turn, CancellationToken cancellationToken);

    /// <summary>The document as it stands; null where it is no longer of the version that was taken.</summary>
    ValueTask<ReadOnlyMemory<byte>?> FindAsync(DueDocument due, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a renewed document in the place of the version that it was made of, with its audit leaf, in one transaction;
    /// false, and nothing written, where that version stands there no longer.
    /// </summary>
    ValueTask<bool> ReplaceAsync(RenewedDocument renewed, AuditLeaf leaf, CancellationToken cancellationToken);

    /// <summary>Changes when a document is looked at again; a newer version than the one that was taken is left alone.</summary>
    ValueTask ScheduleAsync(DueDocument due, RenewalSchedule schedule, CancellationToken cancellationToken);
}

/// <summary>Which documents are taken, and for how long.</summary>
/// <param name="Now">Now.</param>
/// <param name="DueBy">Those that must be renewed by this time.</param>
/// <param name="Until">When somebody else may take them: whoever took them may have died.</param>
/// <param name="Most">How many at most.</param>
public sealed record RenewalTurn(DateTimeOffset Now, DateTimeOffset DueBy, DateTimeOffset Until, int Most);

/// <summary>A document whose time has come.</summary>
/// <param name="Number">The license that it is of.</param>
/// <param name="Version">1 as issued, one more with each renewal.</param>
/// <param name="RenewBy">By when it must be renewed.</param>
public sealed record DueDocument(LicenseNumber Number, long Version, DateTimeOffset RenewBy);

/// <summary>When a document is looked at again.</summary>
/// <param name="RenewBy">By when it must be renewed; null: there is nothing to renew.</param>
/// <param name="NextTry">Not before.</param>
public sealed record RenewalSchedule(DateTimeOffset? RenewBy, DateTimeOffset NextTry);

/// <summary>A document with evidence behind its unchanged bytes.</summary>
/// <param name="Taken">What it was made of.</param>
/// <param name="Document">The whole file.</param>
/// <param name="Schedule">When it is looked at again.</param>
public sealed record RenewedDocument(DueDocument Taken, ReadOnlyMemory<byte> Document, RenewalSchedule Schedule);
