using Licenses.Sealing.Desk;

namespace Licenses.Server.Storage;

/// <summary>The seals of the desk in SQLite or PostgreSQL. Drafts and persons are sealed like other personal data.</summary>
internal sealed class SqlSealDeskStore(IDatabase database, PersonalData personal) : ISealDeskStore
{
    private readonly SealRows _rows = new(personal);
    private readonly SealUses _uses = new(personal);

    public ValueTask<WriteOutcome<DeskSeal>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken) =>
        database.ReadAsync<WriteOutcome<DeskSeal>?>(
            async (session, token) => await WriteLog.FindAsync(session, key, token) is { } past
                ? await AnswerAgainAsync(session, past, token)
                : null,
            cancellationToken);

    public ValueTask<WriteOutcome<DeskSeal>> WriteAsync(DeskWrite write, CancellationToken cancellationToken)
    {
        var stored = Truncated(write);
        return database.WriteAsync<DeskSeal>(
            async (session, token) =>
            {
                if (await WriteLog.ClaimAsync(session, stored.Key, stored.Seal.SealId, token) is { } past)
                {
                    return await AnswerAgainAsync(session, past, token);
                }

                if (!await TryMoveAsync(session, stored.Seal, token))
                {
                    return new WriteOutcome<DeskSeal>.Conflict(WriteConflict.VersionConflict);
                }

                await AddVersionAsync(session, stored, token);
                await AddEventAsync(session, stored, token);
                await AuditLog.AppendAsync(session, stored.Leaf, token);
                return new WriteOutcome<DeskSeal>.Done(stored.Seal);
            },
            cancellationToken);
    }

    public ValueTask<DeskSeal?> FindAsync(string sealId, CancellationToken cancellationToken) =>
        database.ReadAsync((session, token) => FindAsync(session, sealId, token), cancellationToken);

    public ValueTask<SealVersion?> FindVersionAsync(string sealId, int number, CancellationToken cancellationToken) =>
        database.ReadAsync<SealVersion?>(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement(
                        $"SELECT {SealRows.VersionColumns} FROM seal_versions WHERE seal_id = @seal_id AND version = @version")
                    .With("seal_id", sealId)
                    .With("version", (long)number)
                    .ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? _rows.ReadVersion(reader) : null;
            },
            cancellationToken);

    public ValueTask<SealVersion?> FindMadeAsync(ReadOnlyMemory<byte> sha256, CancellationToken cancellationToken) =>
        database.ReadAsync<SealVersion?>(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement($"SELECT {SealRows.VersionColumns} FROM seal_versions WHERE made_sha256 = @made_sha256")
                    .With("made_sha256", sha256)
                    .ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? _rows.ReadVersion(reader) : null;
            },
            cancellationToken);

    public ValueTask<ImmutableArray<SealEvent>> FindEventsAsync(string sealId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement(
                        """
                        SELECT revision, event, state, version, at, actor_code, sealed_actor
                        FROM seal_events WHERE seal_id = @seal_id ORDER BY revision
                        """)
                    .With("seal_id", sealId)
                    .ExecuteReaderAsync(token);
                var events = ImmutableArray.CreateBuilder<SealEvent>();
                while (await reader.ReadAsync(token))
                {
                    events.Add(_rows.ReadEvent(reader, sealId));
                }

                return events.ToImmutable();
            },
            cancellationToken);

    public ValueTask<ImmutableArray<ListedSeal>> ListAsync(
        SealFilter filter, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement(
                        $"""
                        SELECT {SealRows.Columns}, v.version, v.sealed_title
                        FROM seals AS s JOIN seal_versions AS v
                          ON v.seal_id = s.seal_id AND v.version = CASE WHEN s.version = 0 THEN 1 ELSE s.version END
                        WHERE s.row_id < @before
                          AND (@organisation_code = '' OR s.organisation_code = @organisation_code)
                          AND (@state = '' OR s.state = @state)
                          AND (@waiting = 0 OR s.sealed_pending IS NOT NULL)
                          AND (@expired = -1 OR @expired =
                            CASE WHEN s.state IN ('Active', 'Frozen') AND s.valid_until < @now THEN 1 ELSE 0 END)
                        ORDER BY s.row_id DESC {DbValues.AtMostLimit}
                        """)
                    .With("before", before ?? long.MaxValue)
                    .With("organisation_code", filter.OrganisationCode ?? "")
                    .With("state", filter.State?.ToString() ?? "")
                    .With("waiting", filter.IsWaiting ? 1L : 0L)
                    .With("expired", filter.IsExpired switch { null => -1L, true => 1L, false => 0L })
                    .With("now", filter.Now)
                    .With("limit", (long)limit)
                    .ExecuteReaderAsync(token);
                var seals = ImmutableArray.CreateBuilder<ListedSeal>();
                while (await reader.ReadAsync(token))
                {
                    var seal = _rows.ReadSeal(reader);
                    var row = SealRows.RowOf(seal.SealId, reader.GetInt64(SealRows.RowIdOrdinal + 1));
                    seals.Add(new ListedSeal(
                        seal,
                        _rows.ReadTitle(reader, SealRows.RowIdOrdinal + 2, row),
                        reader.GetInt64(SealRows.RowIdOrdinal)));
                }

                return seals.ToImmutable();
            },
            cancellationToken);

    public ValueTask<DateTimeOffset?> FindUseAsync(
        string sealId, int version, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => SealUses.FindAsync(session, sealId, version, digest, token), cancellationToken);

    public ValueTask<ImmutableArray<DeskSeal>> FindMadeOfAsync(
        string organisationCode, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement(
                        $"""
                        SELECT {SealRows.Columns} FROM seals AS s
                        WHERE s.organisation_code = @organisation_code AND s.version > 0
                        ORDER BY s.row_id DESC {DbValues.AtMostLimit}
                        """)
                    .With("organisation_code", organisationCode)
                    .With("limit", (long)limit)
                    .ExecuteReaderAsync(token);
                var seals = ImmutableArray.CreateBuilder<DeskSeal>();
                while (await reader.ReadAsync(token))
                {
                    seals.Add(_rows.ReadSeal(reader));
                }

                return seals.ToImmutable();
            },
            cancellationToken);

    public ValueTask<ImmutableArray<RecordedUse>> ListUsesAsync(
        string sealId, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, token) => _uses.ListAsync(session, sealId, (before, limit), token), cancellationToken);

    private async ValueTask<WriteOutcome<DeskSeal>> AnswerAgainAsync(
        DbSession session, PastWrite past, CancellationToken cancellationToken) =>
        past.SamePayload && await FindAsync(session, past.ObjectId, cancellationToken) is { } seal
            ? new WriteOutcome<DeskSeal>.Repeated(seal)
            : new WriteOutcome<DeskSeal>.Reused();

    private async ValueTask<DeskSeal?> FindAsync(DbSession session, string sealId, CancellationToken cancellationToken)
    {
        await using var reader = await session
            .Statement($"SELECT {SealRows.Columns} FROM seals AS s WHERE s.seal_id = @seal_id")
            .With("seal_id", sealId)
            .ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? _rows.ReadSeal(reader) : null;
    }

    /// <summary>False where the row is not at the revision before: another writer was faster.</summary>
    private async ValueTask<bool> TryMoveAsync(DbSession session, DeskSeal seal, CancellationToken cancellationToken)
    {
        var command = seal.Revision == 1
            ? session.Statement(
                """
                INSERT INTO seals
                    (seal_id, organisation_code, state, version, drafts, revision, changed_at, valid_from, valid_until,
                     sealed_pending)
                VALUES
                    (@seal_id, @organisation_code, @state, @version, @drafts, @revision, @changed_at, @valid_from,
                     @valid_until, @sealed_pending)
                ON CONFLICT DO NOTHING
                """)
            : session.Statement(
                """
                UPDATE seals SET state = @state, version = @version, drafts = @drafts, revision = @revision,
                    changed_at = @changed_at, valid_from = @valid_from, valid_until = @valid_until,
                    sealed_pending = @sealed_pending
                WHERE seal_id = @seal_id AND organisation_code = @organisation_code AND revision = @revision - 1
                """);
        return await _rows.Bind(command, seal).ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async ValueTask AddVersionAsync(DbSession session, DeskWrite write, CancellationToken cancellationToken)
    {
        if (write.Draft is { } draft)
        {
            await session
                .Statement(
                    """
                    INSERT INTO seal_versions (seal_id, version, sealed_title, sealed_draft)
                    VALUES (@seal_id, @version, @sealed_title, @sealed_draft)
                    """)
                .With("seal_id", write.Seal.SealId)
                .With("version", (long)write.Seal.Drafts)
                .With("sealed_title", _rows.SealTitle(draft, SealRows.RowOf(write.Seal.SealId, write.Seal.Drafts)))
                .With("sealed_draft", _rows.SealDraft(draft, SealRows.RowOf(write.Seal.SealId, write.Seal.Drafts)))
                .ExecuteNonQueryAsync(cancellationToken);
        }

        if (write.Made is { } made)
        {
            await session
                .Statement(
                    """
                    UPDATE seal_versions SET ended_at = @made_at
                    WHERE seal_id = @seal_id AND version < @version AND made_at IS NOT NULL AND ended_at IS NULL
                    """)
                .With("seal_id", write.Seal.SealId)
                .With("version", (long)write.Seal.Version)
                .With("made_at", made.At)
                .ExecuteNonQueryAsync(cancellationToken);
            await session
                .Statement(
                    """
                    UPDATE seal_versions SET sealed_made = @sealed_made, made_sha256 = @made_sha256, made_at = @made_at
                    WHERE seal_id = @seal_id AND version = @version AND made_at IS NULL
                    """)
                .With("seal_id", write.Seal.SealId)
                .With("version", (long)write.Seal.Version)
                .With("sealed_made", _rows.SealMade(made, SealRows.RowOf(write.Seal.SealId, write.Seal.Version)))
                .With("made_sha256", made.Sha256)
                .With("made_at", made.At)
                .ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async ValueTask AddEventAsync(DbSession session, DeskWrite write, CancellationToken cancellationToken) =>
        await session
            .Statement(
                """
                INSERT INTO seal_events (seal_id, revision, event, state, version, at, actor_code, sealed_actor)
                VALUES (@seal_id, @revision, @event, @state, @version, @at, @actor_code, @sealed_actor)
                """)
            .With("seal_id", write.Seal.SealId)
            .With("revision", write.Seal.Revision)
            .With("event", write.Event.Name)
            .With("state", write.Event.State.ToString())
            .With("version", (long)write.Event.Version)
            .With("at", write.Event.At)
            .With("actor_code", write.Event.ActorCode)
            .With("sealed_actor", _rows.SealActor(write.Event, SealRows.RowOf(write.Seal.SealId, write.Seal.Revision)))
            .ExecuteNonQueryAsync(cancellationToken);

    /// <summary>As the database gives the times back.</summary>
    private static DeskWrite Truncated(DeskWrite write) => write with
    {
        Seal = write.Seal with
        {
            ChangedAt = write.Seal.ChangedAt.Truncated(),
            ValidFrom = write.Seal.ValidFrom.Truncated(),
            ValidUntil = write.Seal.ValidUntil.Truncated(),
        },
    };
}
