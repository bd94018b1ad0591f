using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Licenses.Server.Storage;

/// <summary>A SQLite file: write-ahead log, every commit synced, one writer, several readers on connections of their own.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly StorageOptions _options;
    private readonly TimeProvider _clock;
    private readonly DbDataSource _forWriting;
    private readonly DbDataSource _forReading;
    private readonly SqliteWriter _writer;
    private readonly ConcurrentBag<DbSession> _idleReaders = [];
    private readonly SemaphoreSlim _readerSlots;
    private readonly OnceReady _ready;

    public SqliteDatabase(StorageOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _forWriting = SqliteFactory.Instance.CreateDataSource(ConnectionString(SqliteOpenMode.ReadWriteCreate));
        _forReading = SqliteFactory.Instance.CreateDataSource(ConnectionString(SqliteOpenMode.ReadOnly));
        _readerSlots = new SemaphoreSlim(options.Readers);
        _writer = new SqliteWriter(OpenForWritingAsync, options);
        _ready = new OnceReady(MigrateAsync);
    }

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => _ready.EnsureAsync(cancellationToken);

    public async ValueTask<T> ReadAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        if (!await _readerSlots.WaitAsync(_options.Timeout, cancellationToken))
        {
            throw new StoreUnavailableException("Too many reads are waiting for the database.");
        }

        DbSession? session = null;
        try
        {
            if (!_idleReaders.TryTake(out session))
            {
                session = new DbSession(await _forReading.OpenConnectionAsync(cancellationToken), keepsStatements: true);
            }

            var result = await read(session, cancellationToken);
            _idleReaders.Add(session);
            session = null;
            return result;
        }
        catch (Exception failure) when (StoreFailure.Covers(failure))
        {
            throw StoreFailure.Wrap(failure);
        }
        finally
        {
            _readerSlots.Release();
            if (session is not null)
            {
                await session.DisposeAsync(); // in doubt after a failure
            }
        }
    }

    public async ValueTask<WriteOutcome<T>> WriteAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<WriteOutcome<T>>> write, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        return await _writer.WriteAsync(write, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        foreach (var session in _idleReaders)
        {
            await session.DisposeAsync();
        }

        await _forReading.DisposeAsync();
        await _forWriting.DisposeAsync();
    }

    private string ConnectionString(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = _options.Path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = false, // sessions are kept here, with their statements
        DefaultTimeout = Math.Max(1, (int)_options.Timeout.TotalSeconds),
    }.ConnectionString;

    private async ValueTask<DbSession> OpenForWritingAsync()
    {
        var session = new DbSession(await _forWriting.OpenConnectionAsync(CancellationToken.None), keepsStatements: true);
        var timeout = (int)_options.Timeout.TotalMilliseconds;
        await session.ExecuteAsync($"PRAGMA busy_timeout = {timeout}", CancellationToken.None);
        await session.ExecuteAsync("PRAGMA synchronous = FULL", CancellationToken.None);
        await session.ExecuteAsync("PRAGMA wal_autocheckpoint = 4000", CancellationToken.None); // pages: 16 MB
        await session.ExecuteAsync("PRAGMA journal_size_limit = 67108864", CancellationToken.None);
        return session;
    }

    private async ValueTask MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            CreateFile(_options.Path);
            await using var session = await OpenForWritingAsync();
            await session.ExecuteAsync("PRAGMA journal_mode = WAL", cancellationToken);
            await session.ExecuteAsync("BEGIN IMMEDIATE", cancellationToken); // the lock: other processes wait here
            await SchemaMigrator.ApplyAsync(
                session, SchemaScript.For(StorageOptions.Sqlite), _clock, cancellationToken);
            await session.ExecuteAsync("COMMIT", cancellationToken);
        }
        catch (Exception failure) when (StoreFailure.Covers(failure))
        {
            throw StoreFailure.Wrap(failure);
        }
    }

    /// <summary>Only the server's own account may read the file; SQLite gives its companions the same mode.</summary>
    private static void CreateFile(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }
}
