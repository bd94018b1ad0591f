namespace Licenses.Server.Storage;

/// <summary>Runs reads and writes on a database. Whatever goes wrong becomes <see cref="StoreUnavailableException"/>.</summary>
internal interface IDatabase : IAsyncDisposable
{
    ValueTask<T> ReadAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken);

    /// <summary>Runs a write as one transaction. Only <see cref="WriteOutcome{T}.Done"/> is kept; all else is rolled back.</summary>
    /// <remarks>Completes after the commit has reached the disk. The write may run more than once before that.</remarks>
    ValueTask<WriteOutcome<T>> WriteAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<WriteOutcome<T>>> write, CancellationToken cancellationToken);

    /// <summary>Brings the schema up to date; throws <see cref="SchemaVersionException"/> when it is newer than the program.</summary>
    ValueTask PrepareAsync(CancellationToken cancellationToken);
}
