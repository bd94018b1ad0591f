namespace Licenses.Server.Storage;

/// <summary>The record of requests that have been carried out: it makes writes idempotent.</summary>
internal static class WriteLog
{
    /// <summary>Records a request with what it leads to; an earlier request under the same id, where there was one.</summary>
    public static async ValueTask<PastWrite?> ClaimAsync(
        DbSession session, WriteKey key, string objectId, CancellationToken cancellationToken)
    {
        var claimed = await session
            .Statement(
                """
                INSERT INTO writes (actor_code, request_id, fingerprint, object_id, written_at)
                SELECT @actor_code, @request_id, @fingerprint, @object_id, now_us FROM clock WHERE 1 = 1
                ON CONFLICT DO NOTHING
                """)
            .With("actor_code", key.ActorCode)
            .With("request_id", key.RequestId)
            .With("fingerprint", key.Fingerprint)
            .With("object_id", objectId)
            .ExecuteNonQueryAsync(cancellationToken);
        return claimed == 1
            ? null
            : await FindAsync(session, key, cancellationToken)
                ?? throw new InvalidDataException("A request was neither recorded nor found.");
    }

    public static async ValueTask<PastWrite?> FindAsync(
        DbSession session, WriteKey key, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                """
                SELECT fingerprint, object_id FROM writes
                WHERE actor_code = @actor_code AND request_id = @request_id
                """)
            .With("actor_code", key.ActorCode)
            .With("request_id", key.RequestId)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new PastWrite(reader.GetString(1), key.Fingerprint.Span.SequenceEqual(reader.GetBytes(0)))
            : null;
    }
}

/// <summary>A request that was carried out: what it led to, and whether its payload was this one.</summary>
internal sealed record PastWrite(string ObjectId, bool SamePayload);
