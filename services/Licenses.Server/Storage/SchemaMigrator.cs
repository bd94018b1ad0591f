namespace Licenses.Server.Storage;

/// <summary>Applies the scripts that a database still lacks, inside a transaction that the caller has locked.</summary>
internal static class SchemaMigrator
{
    private const string CreateVersions =
        """
        CREATE TABLE IF NOT EXISTS schema_version (
            version    bigint NOT NULL PRIMARY KEY,
            name       text   NOT NULL,
            hash       text   NOT NULL,
            applied_at bigint NOT NULL
        )
        """;

    public static async ValueTask ApplyAsync(
        DbSession session, ImmutableArray<SchemaScript> scripts, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(CreateVersions, cancellationToken);
        var applied = await ReadAppliedAsync(session, cancellationToken);
        Check(applied, scripts);
        foreach (var script in scripts.Skip(applied.Count))
        {
            await session.ExecuteAsync(script.Sql, cancellationToken);
            await session
                .Statement(
                    """
                    INSERT INTO schema_version (version, name, hash, applied_at)
                    VALUES (@version, @name, @hash, @applied_at)
                    """)
                .With("version", script.Version)
                .With("name", script.Name)
                .With("hash", Convert.ToHexStringLower(script.Hash))
                .With("applied_at", clock.GetUtcNow())
                .ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async ValueTask<List<(long Version, string Hash)>> ReadAppliedAsync(
        DbSession session, CancellationToken cancellationToken)
    {
        var applied = new List<(long, string)>();
        await using var reader = await session
            .Statement("SELECT version, hash FROM schema_version ORDER BY version")
            .ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return applied;
    }

    private static void Check(List<(long Version, string Hash)> applied, ImmutableArray<SchemaScript> scripts)
    {
        if (applied.Count > scripts.Length)
        {
            throw new SchemaVersionException(
                $"The database has schema version {applied[^1].Version}, this program knows {scripts.Length}: "
                + "it was made by a newer program.");
        }

        foreach (var ((version, hash), script) in applied.Zip(scripts))
        {
            if (version != script.Version || hash != Convert.ToHexStringLower(script.Hash))
            {
                throw new SchemaVersionException(
                    $"Schema script {script.Name} is not the one that was applied to this database.");
            }
        }
    }
}
