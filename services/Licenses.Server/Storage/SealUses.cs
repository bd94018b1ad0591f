using Licenses.Sealing.Desk;

namespace Licenses.Server.Storage;

/// <summary>A use of a desk's seal as it is stored.</summary>
/// <param name="RecordId">The record of sealing or the license it belongs to.</param>
/// <param name="OrganisationCode">Whose seal.</param>
/// <param name="ActorCode">Which organisation asked for it.</param>
/// <param name="At">When it was applied.</param>
/// <param name="Use">What was applied, to what.</param>
internal sealed record UsedSeal(string RecordId, string OrganisationCode, string ActorCode, DateTimeOffset At, DeskUse Use);

/// <summary>The uses of the desk's seals: written with the record of the sealing or with the license, or not at all.</summary>
internal sealed class SealUses(PersonalData personal)
{
    /// <summary>
    /// Counts and records a use; false where the seal may not be applied at this very moment. The row of the seal is held
    /// until the commit, so that whoever freezes it comes before or after.
    /// </summary>
    public async ValueTask<bool> TryAddAsync(DbSession session, UsedSeal used, CancellationToken cancellationToken)
    {
        var use = used.Use;
        var counted = await session
            .Statement(
                """
                UPDATE seals SET uses = uses + 1
                WHERE seal_id = @seal_id AND state = 'Active' AND version = @version
                  AND organisation_code = @organisation_code AND valid_from <= @used_at AND valid_until >= @used_at
                """)
            .With("seal_id", use.SealId)
            .With("version", (long)use.Version)
            .With("organisation_code", used.OrganisationCode)
            .With("used_at", used.At)
            .ExecuteNonQueryAsync(cancellationToken);
        if (counted != 1)
        {
            return false;
        }

        await session
            .Statement(
                """
                INSERT INTO seal_uses
                    (record_id, seal_id, version, digest_algorithm, digest, actor_code, used_at, sealed_actor)
                VALUES (@record_id, @seal_id, @version, @digest_algorithm, @digest, @actor_code, @used_at, @sealed_actor)
                """)
            .With("record_id", used.RecordId)
            .With("seal_id", use.SealId)
            .With("version", (long)use.Version)
            .With("digest_algorithm", use.DigestAlgorithm)
            .With("digest", use.Digest)
            .With("actor_code", used.ActorCode)
            .With("used_at", used.At)
            .With("sealed_actor", personal.Seal(new StoredActor(use.By, ""), Place.SealUse, used.RecordId))
            .ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    public static async ValueTask<DateTimeOffset?> FindAsync(
        DbSession session, string sealId, int version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                """
                SELECT used_at FROM seal_uses
                WHERE digest = @digest AND seal_id = @seal_id AND version = @version
                ORDER BY used_at
                """)
            .With("digest", digest)
            .With("seal_id", sealId)
            .With("version", (long)version)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetTime(0) : null;
    }

    public async ValueTask<ImmutableArray<RecordedUse>> ListAsync(
        DbSession session, string sealId, (long? Before, int Limit) page, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement(
                $"""
                SELECT record_id, version, digest_algorithm, digest, actor_code, used_at, sealed_actor, row_id
                FROM seal_uses WHERE seal_id = @seal_id AND row_id < @before
                ORDER BY row_id DESC {DbValues.AtMostLimit}
                """)
            .With("seal_id", sealId)
            .With("before", page.Before ?? long.MaxValue)
            .With("limit", (long)page.Limit)
            .ExecuteReaderAsync(cancellationToken);
        var uses = ImmutableArray.CreateBuilder<RecordedUse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var recordId = reader.GetString(0);
            var actor = personal.Open<StoredActor>(reader.GetBytes(6), Place.SealUse, recordId);
            uses.Add(new RecordedUse(
                new DeskUse(
                    sealId, checked((int)reader.GetInt64(1)), reader.GetString(2), reader.GetBytes(3), actor.By),
                recordId,
                reader.GetString(4),
                reader.GetTime(5),
                reader.GetInt64(7)));
        }

        return uses.ToImmutable();
    }
}
