namespace Licenses.Server.Storage;

/// <summary>What each new version of a license's status leaves behind: its history, and word for the other nodes.</summary>
internal static class StateRows
{
    public static async ValueTask AddAsync(
        DbSession session, WriteKey key, LicenseNumber number, StoredStatus status, CancellationToken cancellationToken)
    {
        await session
            .Statement(
                """
                INSERT INTO license_states (number, version, state, reason, changed_at, actor_code, request_id)
                VALUES (@number, @version, @state, @reason, @changed_at, @actor_code, @request_id)
                """)
            .With("number", number.Value)
            .With("version", status.Version)
            .With("state", status.State.ToString())
            .With("reason", status.Reason.ToString())
            .With("changed_at", status.ChangedAt)
            .With("actor_code", key.ActorCode)
            .With("request_id", key.RequestId)
            .ExecuteNonQueryAsync(cancellationToken);
        await session
            .Statement(
                "INSERT INTO outbox (number, version, created_at) SELECT @number, @version, now_us FROM clock")
            .With("number", number.Value)
            .With("version", status.Version)
            .ExecuteNonQueryAsync(cancellationToken);
    }
}
