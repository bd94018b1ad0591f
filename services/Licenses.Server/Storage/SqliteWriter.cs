using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Licenses.Server.Storage;

/// <summary>
/// The one writer of a SQLite file. Writes that wait are carried out in one transaction, each inside a savepoint so
/// that one which fails spoils none of the others; callers are answered after the commit, which syncs the disk once.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int QueueLength = 10_000;
    private const int SqliteConstraint = 19;

    private readonly Func<ValueTask<DbSession>> _open;
    private readonly StorageOptions _options;
    private readonly Task _loop;
    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private DbSession? _session;

    public SqliteWriter(Func<ValueTask<DbSession>> open, StorageOptions options)
    {
        _open = open;
        _options = options;
        _loop = Task.Run(RunAsync); // its own thread of work: disk syncs must not hold up a caller
    }

    public async ValueTask<WriteOutcome<T>> WriteAsync<T>(
        Func<DbSession, CancellationToken, ValueTask<WriteOutcome<T>>> work, CancellationToken cancellationToken)
    {
        var pending = new PendingWrite<T>(work);
        if (!_queue.Writer.TryWrite(pending))
        {
            throw new StoreUnavailableException("Too many writes are waiting for the database.");
        }

        try
        {
            return await pending.Answer.WaitAsync(_options.Timeout, cancellationToken);
        }
        catch (TimeoutException timeout)
        {
            throw StoreFailure.Wrap(timeout);
        }
        finally
        {
            pending.Abandon();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        if (_session is not null)
        {
            await _session.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var carriedOut = new List<PendingWrite>();
            try
            {
                _session ??= await _open();
                await CarryOutAsync(_session, carriedOut);
            }
            catch (Exception failure) when (StoreFailure.Covers(failure))
            {
                carriedOut.ForEach(write => write.Fail(StoreFailure.Wrap(failure)));
                await CloseAsync();
                FailNext(failure);
            }

            carriedOut.ForEach(write => write.Complete());
        }
    }

    /// <summary>One transaction over all that waits now and all that arrives while it runs, up to the limit.</summary>
    private async ValueTask CarryOutAsync(DbSession session, List<PendingWrite> carriedOut)
    {
        await session.ExecuteAsync("BEGIN IMMEDIATE", CancellationToken.None);
        while (carriedOut.Count < _options.WritesPerCommit && _queue.Reader.TryRead(out var write))
        {
            if (!write.IsAbandoned)
            {
                carriedOut.Add(write);
                await CarryOutOneAsync(session, write);
            }
        }

        await session.ExecuteAsync("COMMIT", CancellationToken.None);
    }

    private static async ValueTask CarryOutOneAsync(DbSession session, PendingWrite write)
    {
        await session.ExecuteAsync("SAVEPOINT one_write", CancellationToken.None);
        var keep = false;
        try
        {
            keep = await write.RunAsync(session);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode != SqliteConstraint)
        {
            throw; // disk full, I/O error: SQLite may have ended the transaction for all
        }
        catch (Exception failure) // a fault of this one write, whatever it is: the others go on, its caller is told
        {
            write.Fail(StoreFailure.Covers(failure) ? StoreFailure.Wrap(failure) : failure);
        }

        if (!keep)
        {
            await session.ExecuteAsync("ROLLBACK TO one_write", CancellationToken.None);
        }

        await session.ExecuteAsync("RELEASE one_write", CancellationToken.None);
    }

    /// <summary>Closing rolls back what was begun; the next write opens anew.</summary>
    private async ValueTask CloseAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    /// <summary>A transaction that cannot even begin must still answer someone, or the loop would spin.</summary>
    private void FailNext(Exception failure)
    {
        if (_queue.Reader.TryRead(out var write))
        {
            write.Fail(StoreFailure.Wrap(failure));
        }
    }
}
