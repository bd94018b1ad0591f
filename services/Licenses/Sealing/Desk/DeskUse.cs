namespace Licenses.Sealing.Desk;

/// <summary>That a use of a seal is one of a desk's seal: recorded in the same transaction, and only while it may be applied.</summary>
/// <param name="SealId">The seal.</param>
/// <param name="Version">The version that was applied.</param>
/// <param name="DigestAlgorithm">Name of the digest, such as SM3.</param>
/// <param name="Digest">Digest of what was sealed, as it stands in the signature.</param>
/// <param name="By">Who asked for it; null where the certificate named nobody.</param>
public sealed record DeskUse(string SealId, int Version, string DigestAlgorithm, ReadOnlyMemory<byte> Digest, Person? By);

/// <summary>A recorded use, with the cursor that continues the list behind it.</summary>
/// <param name="Use">What was applied, to what, by whom.</param>
/// <param name="RecordId">The record of sealing it belongs to.</param>
/// <param name="ActorCode">Organisation that applied it.</param>
/// <param name="At">When.</param>
/// <param name="Cursor">Place in the list.</param>
public sealed record RecordedUse(DeskUse Use, string RecordId, string ActorCode, DateTimeOffset At, long Cursor);
