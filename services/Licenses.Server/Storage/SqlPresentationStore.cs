using Licenses.Exemption;
using Licenses.Presentation;

namespace Licenses.Server.Storage;

/// <summary>One-time links and the records of use.</summary>
internal sealed class SqlPresentationStore(IDatabase database, PersonalData personal) : IPresentationStore
{
    public async ValueTask AddLinkAsync(DownloadLink link, CancellationToken cancellationToken) =>
        await database.WriteAsync<bool>(
            async (session, token) =>
            {
                await session
                    .Statement(
                        """
                        INSERT INTO download_links (token_sha256, number, expires_at)
                        VALUES (@token_sha256, @number, @expires_at)
                        """)
                    .With("token_sha256", link.TokenSha256)
                    .With("number", link.Number.Value)
                    .With("expires_at", link.ExpiresAt)
                    .ExecuteNonQueryAsync(token);
                return new WriteOutcome<bool>.Done(true);
            },
            cancellationToken);

    public async ValueTask<LicenseNumber?> RedeemLinkAsync(
        ReadOnlyMemory<byte> tokenSha256, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = await database.WriteAsync<LicenseNumber>(
            async (session, token) =>
            {
                await using var reader = await session
                    .Statement(
                        """
                        UPDATE download_links SET redeemed_at = @now
                        WHERE token_sha256 = @token_sha256 AND redeemed_at IS NULL AND expires_at > @now
                        RETURNING number
                        """)
                    .With("now", now)
                    .With("token_sha256", tokenSha256)
                    .ExecuteReaderAsync(token);
                return await reader.ReadAsync(token)
                    ? new WriteOutcome<LicenseNumber>.Done(reader.GetNumber(0))
                    : new WriteOutcome<LicenseNumber>.Conflict(WriteConflict.UnknownObject);
            },
            cancellationToken);
        return outcome is WriteOutcome<LicenseNumber>.Done(var number) ? number : null;
    }

    public ValueTask<ImmutableArray<LicenseUse>> ListUsesAsync(
        Subject holder, long? before, int limit, CancellationToken cancellationToken)
    {
        var holderHash = personal.Hash(holder);
        return database.ReadAsync(
            async (session, token) =>
            {
                var uses = ImmutableArray.CreateBuilder<LicenseUse>();
                await using var reader = await session
                    .Statement(
                        $"""
                        SELECT number, used_at, organisation, item_code, sealed_use, decision_id, row_id FROM license_uses
                        WHERE holder_hash = @holder_hash AND row_id < @before ORDER BY row_id DESC {DbValues.AtMostLimit}
                        """)
                    .With("holder_hash", holderHash)
                    .With("before", before ?? long.MaxValue)
                    .With("limit", (long)Math.Clamp(limit, 1, 200))
                    .ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    var use = personal.Open<UseContext>(reader.GetBytes(4), Place.Use, reader.GetString(5));
                    uses.Add(new LicenseUse(
                        reader.GetNumber(0),
                        reader.GetTime(1),
                        reader.GetString(2),
                        reader.GetString(3),
                        use.CaseNumber,
                        use.Operator,
                        use.Purpose,
                        reader.GetInt64(6)));
                }

                return uses.ToImmutable();
            },
            cancellationToken);
    }
}
