using Licenses.Ledger;
using Licenses.Sealing.Desk;

namespace Licenses.Sealing;

/// <summary>Every use of a seal, and what it appended. Throws <see cref="StoreUnavailableException"/>.</summary>
public interface ISealRecordStore
{
    /// <summary>What an earlier write with this key led to; null where there was none.</summary>
    ValueTask<WriteOutcome<SealRecord>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Records a use of a seal with its audit leaf in one transaction. A use of a desk's seal that may no longer be applied
    /// is a <see cref="WriteConflict.IllegalTransition"/>: nothing is recorded, and the sealed file must not be given out.
    /// </summary>
    ValueTask<WriteOutcome<SealRecord>> AddAsync(
        WriteKey key, SealRecord record, AuditLeaf leaf, CancellationToken cancellationToken);
}

/// <summary>One use of a seal. The sealed file is the input followed by the appended bytes, so only these are kept.</summary>
/// <param name="RecordId">Identifier of the record.</param>
/// <param name="OrganisationCode">Whose seal.</param>
/// <param name="InputSha256">SHA-256 of the file before sealing.</param>
/// <param name="SealedSha256">SHA-256 of the file after sealing.</param>
/// <param name="FieldName">Signature field that holds the seal.</param>
/// <param name="Seals">Seals in the file afterwards.</param>
/// <param name="SealedAt">Claimed time of sealing.</param>
/// <param name="Appended">The incremental update.</param>
public sealed record SealRecord(
    string RecordId,
    string OrganisationCode,
    ReadOnlyMemory<byte> InputSha256,
    ReadOnlyMemory<byte> SealedSha256,
    string FieldName,
    int Seals,
    DateTimeOffset SealedAt,
    ReadOnlyMemory<byte> Appended)
{
    /// <summary>The desk's seal that was applied; null for a seal that is no more than a key.</summary>
    public DeskUse? Use { get; init; }
}
