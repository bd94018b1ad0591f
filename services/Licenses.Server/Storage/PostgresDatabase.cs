using System.Data.Common;
using Npgsql;

namespace Licenses.Server.Storage;

/// <summary>PostgreSQL: one ordinary transaction per write, on connections from the driver's pool.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    private const int Attempts = 4;
    private const long MigrationLock = 0x6C6963656E736573; // "licenses"

    private readonly StorageOptions _options;
    private readonly TimeProvider _clock;
    private readonly DbDataSource _source;
    private readonly OnceReady _ready;

    public PostgresDatabase(StorageOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _source = NpgsqlDataSource.Create(ConnectionString(options));
        _ready = new OnceReady(MigrateAsync);
    }

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => _ready.EnsureAsync(cancellationToken);

    public async ValueTask<T> ReadAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return await WithinTimeAsync(
            async token =>
            {
                await using var session = await OpenAsync(token);
                return await read(session, token);
            },
            cancellationToken);
    }

    public async ValueTask<WriteOutcome<T>> WriteAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<WriteOutcome<T>>> write, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return await WithinTimeAsync(
            async token =>
            {
                for (int attempt = 1; ; attempt++)
                {
                    try
                    {
                        return await WriteOnceAsync(write, token);
                    }
                    catch (PostgresException failure) when (attempt < Attempts && IsWorthRepeating(failure))
                    {
                        // Rolled back whole: two writers met, and this one makes way and comes again.
                    }
                }
            },
            cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string ConnectionString(StorageOptions options)
    {
        var seconds = Math.Max(1, (int)options.Timeout.TotalSeconds);
        return new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "licenses",
            CommandTimeout = seconds,
            Timeout = seconds,
            CancellationTimeout = 500, // a server that hangs does not confirm either: leave it
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false, // it would quote values
        }.ConnectionString;
    }

    private static bool IsWorthRepeating(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private async ValueTask<DbSession> OpenAsync(CancellationToken cancellationToken) =>
        new(await _source.OpenConnectionAsync(cancellationToken), keepsStatements: false);

    private async ValueTask<WriteOutcome<T>> WriteOnceAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<WriteOutcome<T>>> write, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var session = new DbSession(connection, keepsStatements: false) { Transaction = transaction };
        var outcome = await write(session, cancellationToken);
        if (outcome is WriteOutcome<T>.Done)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome; // what is not committed is rolled back as the transaction goes
    }

    private async ValueTask MigrateAsync(CancellationToken cancellationToken) =>
        await WithinTimeAsync(
            async token =>
            {
                await using var connection = await _source.OpenConnectionAsync(token);
                await using var transaction = await connection.BeginTransactionAsync(token);
                var session = new DbSession(connection, keepsStatements: false) { Transaction = transaction };
                await session.ExecuteAsync($"SELECT pg_advisory_xact_lock({MigrationLock})", token);
                await SchemaMigrator.ApplyAsync(session, SchemaScript.For(StorageOptions.Postgres), _clock, token);
                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken);

    /// <summary>Turns every failure of the database, and its silence, into "unavailable".</summary>
    private async ValueTask<T> WithinTimeAsync<T>(
        Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        try
        {
            return await work(deadline.Token);
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw StoreFailure.Wrap(silence);
        }
        catch (Exception failure) when (StoreFailure.Covers(failure))
        {
            throw StoreFailure.Wrap(failure);
        }
    }
}
