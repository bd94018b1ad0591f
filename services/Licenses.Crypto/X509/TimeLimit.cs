namespace Licenses.Crypto.X509;

/// <summary>
/// Runs work on foreign data for a bounded time. A library call cannot be stopped from outside, so one that overruns is
/// left behind on its own thread; only few may be left so, and then no more such work is taken on.
/// </summary>
internal sealed class TimeLimit(TimeSpan longest, int mostOverruns)
{
    private int _overruns;

    /// <exception cref="TimeoutException">The work did not end in time, or too much earlier work has not ended yet.</exception>
    public T Run<T>(Func<T> work)
    {
        if (Volatile.Read(ref _overruns) >= mostOverruns)
        {
            throw new TimeoutException("Earlier work on foreign data has not ended yet.");
        }

        // A thread of its own: a busy pool must not look like a slow library.
        var run = Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (((IAsyncResult)run).AsyncWaitHandle.WaitOne(longest))
        {
            return run.GetAwaiter().GetResult();
        }

        Interlocked.Increment(ref _overruns);
        run.ContinueWith(
            _ => Interlocked.Decrement(ref _overruns), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        throw new TimeoutException($"Work on foreign data took longer than {longest}.");
    }
}
