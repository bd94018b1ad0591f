namespace Licenses.Server.Storage;

/// <summary>A write that waits for its turn in the next transaction.</summary>
internal abstract class PendingWrite
{
    /// <summary>True once nobody waits for it: it need not begin.</summary>
    public bool IsAbandoned { get; private set; }

    public void Abandon() => IsAbandoned = true;

    /// <summary>Runs the write; false when what it did is to be rolled back.</summary>
    public abstract ValueTask<bool> RunAsync(DbSession session);

    /// <summary>Answers the caller; only after the commit.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>A write with the result that its caller waits for.</summary>
internal sealed class PendingWrite<T>(Func<DbSession, CancellationToken, ValueTask<WriteOutcome<T>>> work) : PendingWrite
{
    private readonly TaskCompletionSource<WriteOutcome<T>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WriteOutcome<T>? _outcome;

    public Task<WriteOutcome<T>> Answer => _answer.Task;

    public override async ValueTask<bool> RunAsync(DbSession session)
    {
        _outcome = await work(session, CancellationToken.None); // others share the transaction: it runs to its end
        return _outcome is WriteOutcome<T>.Done;
    }

    public override void Complete() => _answer.TrySetResult(_outcome!);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
