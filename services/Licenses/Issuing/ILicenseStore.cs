using Licenses.Ledger;
using Licenses.Sealing.Desk;

namespace Licenses.Issuing;

/// <summary>Where licenses live. Every member throws <see cref="StoreUnavailableException"/> when the database cannot be asked.</summary>
public interface ILicenseStore
{
    /// <summary>What an earlier write with this key led to; null where there was none.</summary>
    ValueTask<WriteOutcome<License>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores license, holder, document, outbox row, use of a desk's seal and audit leaf in one transaction, or nothing. A
    /// desk's seal that may no longer be applied is a <see cref="WriteConflict.IllegalTransition"/>.
    /// </summary>
    ValueTask<WriteOutcome<License>> AddAsync(NewLicense license, CancellationToken cancellationToken);

    ValueTask<License?> FindAsync(LicenseNumber number, CancellationToken cancellationToken);

    /// <summary>The sealed file as stored; null where the license is unknown.</summary>
    ValueTask<ReadOnlyMemory<byte>?> FindDocumentAsync(LicenseNumber number, CancellationToken cancellationToken);

    /// <summary>The number of the license that this very file belongs to, by the file's SHA-256.</summary>
    ValueTask<LicenseNumber?> FindByDocumentAsync(ReadOnlyMemory<byte> sha256, CancellationToken cancellationToken);

    /// <summary>A holder's licenses of the given types (all where empty), the newest first, at most <paramref name="limit"/>.</summary>
    /// <param name="holder">Looked up by the keyed hash of kind and code; the name is not compared.</param>
    /// <param name="typeCodes">Codes of the catalogue; empty for all.</param>
    /// <param name="before">Only licenses older than this cursor, which <see cref="HeldLicense.Cursor"/> gives; null to begin.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<HeldLicense>> ListByHolderAsync(
        Subject holder, ImmutableArray<string> typeCodes, long? before, int limit, CancellationToken cancellationToken);
}

/// <summary>A license about to be stored.</summary>
/// <param name="Key">The write.</param>
/// <param name="License">The license, its status at version 1.</param>
/// <param name="Holder">Stored encrypted, found by keyed hash.</param>
/// <param name="Fields">Face fields; stored encrypted.</param>
/// <param name="Document">The sealed file.</param>
/// <param name="Leaf">The audit row.</param>
public sealed record NewLicense(
    WriteKey Key,
    License License,
    Subject Holder,
    ImmutableSortedDictionary<string, string> Fields,
    ReadOnlyMemory<byte> Document,
    AuditLeaf Leaf)
{
    /// <summary>By when the document's seal must be raised or renewed; null: there is nothing to renew.</summary>
    public DateTimeOffset? RenewBy { get; init; }

    /// <summary>The desk's seal that was applied; null for a seal that is no more than a key.</summary>
    public DeskUse? Use { get; init; }
}

/// <summary>A license in a holder's list, with the cursor that continues the list behind it.</summary>
public sealed record HeldLicense(License License, long Cursor);
