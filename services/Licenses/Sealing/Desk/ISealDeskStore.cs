using Licenses.Ledger;

namespace Licenses.Sealing.Desk;

/// <summary>The seals of the desk, their versions, their history and their uses. Throws <see cref="StoreUnavailableException"/>.</summary>
public interface ISealDeskStore
{
    /// <summary>What an earlier write with this key led to, as it stands now; null where there was none.</summary>
    ValueTask<WriteOutcome<DeskSeal>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes one step of a seal's life with its event and audit leaf, in one transaction. A revision above 1 follows the
    /// one before it, or is a <see cref="WriteConflict.VersionConflict"/>.
    /// </summary>
    ValueTask<WriteOutcome<DeskSeal>> WriteAsync(DeskWrite write, CancellationToken cancellationToken);

    ValueTask<DeskSeal?> FindAsync(string sealId, CancellationToken cancellationToken);

    ValueTask<SealVersion?> FindVersionAsync(string sealId, int number, CancellationToken cancellationToken);

    /// <summary>The version that was made as these very bytes; null where this desk made no such seal.</summary>
    ValueTask<SealVersion?> FindMadeAsync(ReadOnlyMemory<byte> sha256, CancellationToken cancellationToken);

    /// <summary>Every step of a seal's life, the first one first.</summary>
    ValueTask<ImmutableArray<SealEvent>> FindEventsAsync(string sealId, CancellationToken cancellationToken);

    /// <summary>Seals, the newest first.</summary>
    ValueTask<ImmutableArray<ListedSeal>> ListAsync(
        SealFilter filter, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>When a version of a seal was first recorded to be applied to something; null where it never was.</summary>
    /// <param name="sealId">The seal.</param>
    /// <param name="version">The version.</param>
    /// <param name="digest">What it was applied to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<DateTimeOffset?> FindUseAsync(
        string sealId, int version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);

    /// <summary>The seals of an organisation that were ever made, the newest first.</summary>
    ValueTask<ImmutableArray<DeskSeal>> FindMadeOfAsync(
        string organisationCode, int limit, CancellationToken cancellationToken);

    /// <summary>Uses of a seal, the newest first.</summary>
    ValueTask<ImmutableArray<RecordedUse>> ListUsesAsync(
        string sealId, long? before, int limit, CancellationToken cancellationToken);
}

/// <summary>One step to be written.</summary>
/// <param name="Key">The write.</param>
/// <param name="Seal">The seal after it.</param>
/// <param name="Event">What happened.</param>
/// <param name="Leaf">The audit leaf.</param>
public sealed record DeskWrite(WriteKey Key, DeskSeal Seal, SealEvent Event, AuditLeaf Leaf)
{
    /// <summary>A new draft, numbered <see cref="DeskSeal.Drafts"/>; null where nothing is to be made.</summary>
    public SealDraft? Draft { get; init; }

    /// <summary>What was made of the draft numbered <see cref="DeskSeal.Version"/>; null where nothing was made.</summary>
    public MadeSeal? Made { get; init; }
}

/// <summary>Which seals to list.</summary>
/// <param name="OrganisationCode">Only those of this organisation; null for all.</param>
/// <param name="State">Only those in this state; null for all.</param>
/// <param name="Now">Splits made seals into those in time and those that are past their end.</param>
/// <param name="IsExpired">Only those that are past their end (true) or not (false); null for both.</param>
/// <param name="IsWaiting">Only those with a request that waits.</param>
public sealed record SealFilter(
    string? OrganisationCode, SealState? State, DateTimeOffset Now, bool? IsExpired, bool IsWaiting);

/// <summary>A listed seal.</summary>
/// <param name="Seal">The seal.</param>
/// <param name="Title">Of its current version, or of the first draft of one that was not made.</param>
/// <param name="Cursor">Place in the list.</param>
public sealed record ListedSeal(DeskSeal Seal, SealTitle Title, long Cursor);
