namespace Licenses.Ledger;

/// <summary>What happened, as one row of the append-only audit table, written in the transaction that made it happen.</summary>
/// <remarks>It holds no personal data: subjects appear as the keyed hash that the store computes.</remarks>
/// <param name="Event">Stable name, such as LICENSE_ISSUED.</param>
/// <param name="ObjectId">License number, decision id or the like.</param>
/// <param name="ObjectVersion">Version of that object after the event; 0 where it has none.</param>
/// <param name="ActorCode">Credit code of the organisation that acted.</param>
/// <param name="At">When.</param>
/// <param name="PayloadHash">SHA-256 of the request or document that the event rests on.</param>
public sealed record AuditLeaf(
    string Event, string ObjectId, long ObjectVersion, string ActorCode, DateTimeOffset At, ReadOnlyMemory<byte> PayloadHash);
