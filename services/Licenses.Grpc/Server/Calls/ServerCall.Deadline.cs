using System.IO.Pipelines;

namespace Grpc.AspNetCore.Server;

/// <summary>What the clock does to a call: at its limit it ends the response, or resets one that nobody takes.</summary>
internal sealed partial class ServerCall
{
    internal void OnTimer()
    {
        try
        {
            Tick();
        }
        catch (Exception exception) // on a timer's thread it would end the process, and with it everybody's calls
        {
            Log.HandlerFailed(_runtime.Log, _method.FullName, exception);
        }
    }

    private void Tick()
    {
        lock (_kit.Gate)
        {
            if (_closed || _pastDeadline || TimeLeft() is not { } left)
            {
                return;
            }

            if (left > TimeSpan.Zero)
            {
                _kit.RestartClock(left);
                return;
            }

            if (_over)
            {
                Reset();
                return;
            }

            if (_ended)
            {
                return;
            }

            _pastDeadline = true;
            if (_writing)
            {
                _ = ResetIfStuckAsync();
            }
            else
            {
                EndByDeadline();
            }

            Reader.Cancel(); // last: who waits for it may go on at once, and under the gate: the reader is still this call's
        }

        Log.DeadlineExceeded(_runtime.Log, _method.FullName);
        TellHandler();
    }

    /// <summary>Not under the gate: this runs what the handler registered.</summary>
    private void TellHandler()
    {
        try
        {
            _source?.Cancel();
        }
        catch (AggregateException exception)
        {
            Log.HandlerFailed(_runtime.Log, _method.FullName, exception); // a timer's thread has nobody else to tell
        }
    }

    /// <summary>What a stream without limit, or with a distant one, leaves behind waits no longer than a unary response.</summary>
    private void LimitDraining()
    {
        lock (_kit.Gate)
        {
            if (_runtime.Limits.MaxUnaryDuration is { } longest && !(TimeLeft() <= longest))
            {
                _deadlineTime = _runtime.Clock.GetUtcNow().UtcDateTime + longest;
                _kit.StartClock(this, longest);
            }
        }
    }

    private TimeSpan? TimeLeft() => _deadlineTime == DateTime.MaxValue ? null : _deadlineTime - _runtime.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Under the gate: the writer, if any, has left the response.</summary>
    private void EndByDeadline()
    {
        _ended = true;
        FixStatus();
        if (!Http.RequestAborted.IsCancellationRequested)
        {
            WriteStatus();
            _endedByDeadline = CompleteResponseAsync();
        }
    }

    private async Task<FlushResult> CompleteResponseAsync()
    {
        bool reset = !Reader.IsAtEnd;
        try
        {
            var taken = Drain();
            await Http.Response.CompleteAsync();
            return await taken.AsTask().WaitAsync(_runtime.Limits.EndGrace, _runtime.Clock);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or OperationCanceledException)
        {
            reset = true; // a reader that takes nothing cannot hold the stream
            return default;
        }
        finally
        {
            if (reset)
            {
                Reset();
            }
        }
    }

    /// <summary>A write under way ends soon, unless the reader takes nothing; then it cannot hold the stream.</summary>
    private async Task ResetIfStuckAsync()
    {
        await Task.Delay(_runtime.Limits.EndGrace, _runtime.Clock);
        lock (_kit.Gate)
        {
            if (!_closed && !_ended && _writing)
            {
                Reset();
            }
        }
    }
}
