using System.Globalization;
using Licenses.Issuing;

namespace Licenses.Server.Storage;

/// <summary>Licenses in SQLite or PostgreSQL; only the schema scripts differ.</summary>
internal sealed class SqlLicenseStore(IDatabase database, PersonalData personal) : ILicenseStore
{
    private readonly SealUses _uses = new(personal);

    public ValueTask<WriteOutcome<License>?> FindWriteAsync(WriteKey key, CancellationToken cancellationToken) =>
        database.ReadAsync<WriteOutcome<License>?>(
            async (session, token) => await WriteLog.FindAsync(session, key, token) is { } past
                ? await AnswerAgainAsync(session, past, token)
                : null,
            cancellationToken);

    public ValueTask<WriteOutcome<License>> AddAsync(NewLicense license, CancellationToken cancellationToken)
    {
        var row = LicenseRow.Seal(license, personal); // outside the transaction: others wait behind it
        return database.WriteAsync<License>(
            async (session, token) =>
            {
                if (await WriteLog.ClaimAsync(session, license.Key, row.Number.Value, token) is { } past)
                {
                    return await AnswerAgainAsync(session, past, token);
                }

                if (!await row.TryInsertAsync(session, token))
                {
                    return new WriteOutcome<License>.Conflict(WriteConflict.NumberTaken);
                }

                if (UseOf(license, row.Stored) is { } used && !await _uses.TryAddAsync(session, used, token))
                {
                    return new WriteOutcome<License>.Conflict(WriteConflict.IllegalTransition);
                }

                await StateRows.AddAsync(session, license.Key, row.Number, row.Stored.Status, token);
                await AuditLog.AppendAsync(
                    session, license.Leaf with { ObjectVersion = row.Stored.Status.Version }, token);
                return new WriteOutcome<License>.Done(row.Stored);
            },
            cancellationToken);
    }

    public ValueTask<License?> FindAsync(LicenseNumber number, CancellationToken cancellationToken) =>
        database.ReadAsync((session, token) => session.FindLicenseAsync(number.Value, token), cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> FindDocumentAsync(LicenseNumber number, CancellationToken cancellationToken) =>
        database.ReadAsync<ReadOnlyMemory<byte>?>(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement("SELECT sealed_content FROM license_documents WHERE number = @number")
                    .With("number", number.Value)
                    .ExecuteReaderAsync(token);
                return await reader.ReadAsync(token)
                    ? personal.OpenBytes(reader.GetBytes(0), Place.Document, number.Value)
                    : default(ReadOnlyMemory<byte>?); // a bare null would become an empty document
            },
            cancellationToken);

    public ValueTask<LicenseNumber?> FindByDocumentAsync(
        ReadOnlyMemory<byte> sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement("SELECT number FROM licenses WHERE document_sha256 = @sha256")
                    .With("sha256", sha256)
                    .ExecuteReaderAsync(token);
                return await reader.ReadAsync(token) ? reader.GetNumber(0) : null;
            },
            cancellationToken);

    public ValueTask<ImmutableArray<HeldLicense>> ListByHolderAsync(
        Subject holder, ImmutableArray<string> typeCodes, long? before, int limit, CancellationToken cancellationToken)
    {
        var holderHash = personal.Hash(holder);
        return database.ReadAsync(
            async (session, token) =>
            {
                var command = session
                    .Statement(ListStatement(typeCodes.Length))
                    .With("holder_hash", holderHash)
                    .With("before", before ?? long.MaxValue)
                    .With("limit", (long)Math.Clamp(limit, 1, 200));
                for (int i = 0; i < typeCodes.Length; i++)
                {
                    command.With(TypeParameter(i), typeCodes[i]);
                }

                var held = ImmutableArray.CreateBuilder<HeldLicense>();
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    held.Add(new HeldLicense(reader.ReadLicense(), reader.GetInt64(LicenseRows.RowIdOrdinal)));
                }

                return held.ToImmutable();
            },
            cancellationToken);
    }

    private static UsedSeal? UseOf(NewLicense added, License stored) => added.Use is { } use
        ? new UsedSeal(stored.Number.Value, stored.Number.IssuerCode, added.Key.ActorCode, stored.IssuedAt, use)
        : null;

    private static string ListStatement(int typeCount)
    {
        var types = typeCount == 0
            ? ""
            : $"AND type_code IN ({string.Join(", ", Enumerable.Range(0, typeCount).Select(i => "@" + TypeParameter(i)))}) ";
        return $"SELECT {LicenseRows.Columns} FROM licenses "
            + $"WHERE holder_hash = @holder_hash AND row_id < @before {types}ORDER BY row_id DESC {DbValues.AtMostLimit}";
    }

    private static string TypeParameter(int index) => "type" + index.ToString(CultureInfo.InvariantCulture);

    private static async ValueTask<WriteOutcome<License>> AnswerAgainAsync(
        DbSession session, PastWrite past, CancellationToken cancellationToken) =>
        past.SamePayload && await session.FindLicenseAsync(past.ObjectId, cancellationToken) is { } license
            ? new WriteOutcome<License>.Repeated(license)
            : new WriteOutcome<License>.Reused();
}
