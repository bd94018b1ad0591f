using System.Collections.Concurrent;

namespace Licenses.Crypto.X509;

/// <summary>
/// Runs work on foreign data for a bounded time. A library call cannot be stopped from outside, so one that overruns is
/// left behind on its own thread; only few may be left so, and then no more such work is taken on.
/// </summary>
internal sealed class TimeLimit(TimeSpan longest, int mostOverruns)
{
    // Threads of our own, lent again and again: a busy pool must not look like a slow library, and making one is slow.
    private readonly ConcurrentBag<Worker> _idle = [];
    private int _overruns;

    /// <exception cref="TimeoutException">The work did not end in time, or too much earlier work has not ended yet.</exception>
    public T Run<T>(Func<T> work)
    {
        if (Volatile.Read(ref _overruns) >= mostOverruns)
        {
            throw new TimeoutException("Earlier work on foreign data has not ended yet.");
        }

        var worker = _idle.TryTake(out var waiting) ? waiting : new Worker();
        var task = new Task<T>(work);
        if (worker.Run(task, longest))
        {
            _idle.Add(worker);
            return task.GetAwaiter().GetResult();
        }

        Interlocked.Increment(ref _overruns);
        task.ContinueWith(
            _ => Interlocked.Decrement(ref _overruns), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        throw new TimeoutException($"Work on foreign data took longer than {longest}.");
    }

    /// <summary>One thread that does one piece of work at a time. One that overran is never lent again and ends with its work.</summary>
    private sealed class Worker
    {
        private readonly SemaphoreSlim _asked = new(0);
        private Task? _task;
        private volatile bool _abandoned;

        public Worker()
        {
            new Thread(Serve) { IsBackground = true, Name = "foreign data" }.Start();
        }

        public bool Run(Task task, TimeSpan longest)
        {
            _task = task;
            _asked.Release();
            if (((IAsyncResult)task).AsyncWaitHandle.WaitOne(longest))
            {
                return true;
            }

            _abandoned = true;
            _asked.Release(); // it may have ended this instant and be waiting again
            return false;
        }

        private void Serve()
        {
            for (_asked.Wait(); !_abandoned; _asked.Wait())
            {
                _task!.RunSynchronously(TaskScheduler.Default);
            }
        }
    }
}
