using System.Globalization;
using Licenses.Revocation;

namespace Licenses.Server.Storage;

/// <summary>Statuses in SQLite or PostgreSQL, each read with the database's own time.</summary>
internal sealed class SqlStatusStore(IDatabase database) : IStatusStore
{
    private const int NumbersPerStatement = 50;

    private static readonly string ManyStatement =
        $"SELECT {LicenseRows.StatusColumns} FROM licenses WHERE number IN ("
        + string.Join(", ", Enumerable.Range(0, NumbersPerStatement).Select(i => "@" + NumberParameter(i))) + ")";

    public ValueTask<ImmutableArray<StatusEntry>> FindAsync(
        ImmutableArray<LicenseNumber> numbers, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, token) =>
            {
                if (numbers.Length == 1)
                {
                    return await session.FindStatusAsync(numbers[0].Value, token) is { } one ? [one] : [];
                }

                var entries = ImmutableArray.CreateBuilder<StatusEntry>(numbers.Length);
                foreach (var chunk in numbers.Chunk(NumbersPerStatement))
                {
                    await ReadChunkAsync(session, chunk, entries, token);
                }

                return entries.ToImmutable();
            },
            cancellationToken);

    public ValueTask<WriteOutcome<StatusEntry>> ChangeAsync(StateChange change, CancellationToken cancellationToken) =>
        database.WriteAsync<StatusEntry>(
            async (session, token) =>
            {
                var number = change.Number.Value;
                if (await WriteLog.ClaimAsync(session, change.Key, number, token) is { } past)
                {
                    return past.SamePayload && await session.FindStatusAsync(past.ObjectId, token) is { } now
                        ? new WriteOutcome<StatusEntry>.Repeated(now)
                        : new WriteOutcome<StatusEntry>.Reused();
                }

                WriteOutcome<StatusEntry>? outcome = null;
                while (outcome is null)
                {
                    outcome = await TryMoveAsync(session, change, token);
                }

                return outcome;
            },
            cancellationToken);

    /// <summary>One try at the version that is current now; null when another writer was faster.</summary>
    private static async ValueTask<WriteOutcome<StatusEntry>?> TryMoveAsync(
        DbSession session, StateChange change, CancellationToken cancellationToken)
    {
        if (await session.FindStatusAsync(change.Number.Value, cancellationToken) is not { } current)
        {
            return new WriteOutcome<StatusEntry>.Conflict(WriteConflict.UnknownObject);
        }

        return Objection(change, current.Stored) is { } why
            ? new WriteOutcome<StatusEntry>.Conflict(why)
            : await MoveAsync(session, change, current, cancellationToken);
    }

    private static WriteConflict? Objection(StateChange change, StoredStatus current) =>
        change.ExpectedVersion is { } expected && expected != current.Version ? WriteConflict.VersionConflict
        : !LicenseLifecycle.Allows(current.State, change.To) ? WriteConflict.IllegalTransition
        : null;

    private static async ValueTask<WriteOutcome<StatusEntry>?> MoveAsync(
        DbSession session, StateChange change, StatusEntry current, CancellationToken cancellationToken)
    {
        var next = new StoredStatus(
            change.To, current.Stored.Version + 1, change.Reason, change.Leaf.At.Truncated());
        var moved = await session
            .Statement(
                """
                UPDATE licenses SET state = @state, version = @version, reason = @reason, changed_at = @changed_at
                WHERE number = @number AND version = @seen_version
                """)
            .With("state", next.State.ToString())
            .With("version", next.Version)
            .With("reason", next.Reason.ToString())
            .With("changed_at", next.ChangedAt)
            .With("number", change.Number.Value)
            .With("seen_version", current.Stored.Version)
            .ExecuteNonQueryAsync(cancellationToken);
        if (moved != 1)
        {
            return null;
        }

        await StateRows.AddAsync(session, change.Key, change.Number, next, cancellationToken);
        await AuditLog.AppendAsync(session, change.Leaf with { ObjectVersion = next.Version }, cancellationToken);
        return new WriteOutcome<StatusEntry>.Done(current with { Stored = next });
    }

    /// <summary>One statement for any count: a short chunk repeats its last number.</summary>
    private static async ValueTask ReadChunkAsync(
        DbSession session,
        LicenseNumber[] numbers,
        ImmutableArray<StatusEntry>.Builder entries,
        CancellationToken cancellationToken)
    {
        var command = session.Statement(ManyStatement);
        for (int i = 0; i < NumbersPerStatement; i++)
        {
            command.With(NumberParameter(i), numbers[Math.Min(i, numbers.Length - 1)].Value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(reader.ReadStatus());
        }
    }

    private static string NumberParameter(int index) => "number" + index.ToString(CultureInfo.InvariantCulture);
}
