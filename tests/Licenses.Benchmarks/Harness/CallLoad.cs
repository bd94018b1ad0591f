using System.Diagnostics;

namespace Licenses.Benchmarks.Harness;

/// <summary>What a number of callers, each with one call under way, got out of a server.</summary>
/// <param name="PerSecond">Answered calls per second.</param>
/// <param name="Median">Half of the calls were answered within.</param>
/// <param name="Percentile99">99 of 100 calls were answered within.</param>
/// <param name="ServerMicroseconds">Processor time of the server for each call.</param>
/// <param name="ClientMicroseconds">Processor time of this process for each call.</param>
internal sealed record CallLoad(
    double PerSecond, TimeSpan Median, TimeSpan Percentile99, double ServerMicroseconds, double ClientMicroseconds)
{
    /// <summary>Runs the callers for a while. A call that fails ends the measurement.</summary>
    /// <param name="server">The server that is called.</param>
    /// <param name="callers">How many.</param>
    /// <param name="period">How long.</param>
    /// <param name="call">One call, of this caller.</param>
    public static async Task<CallLoad> MeasureAsync(MeasuredServer server, int callers, TimeSpan period, Func<int, Task> call)
    {
        var serverBefore = server.ProcessorTime();
        var clientBefore = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var all = latencies.SelectMany(own => own).Order().ToArray();
        return new CallLoad(
            all.Length / elapsed.TotalSeconds,
            TimeSpan.FromTicks(all[all.Length / 2]),
            TimeSpan.FromTicks(all[all.Length * 99 / 100]),
            (server.ProcessorTime() - serverBefore).TotalMicroseconds / all.Length,
            (Environment.CpuUsage.TotalTime - clientBefore).TotalMicroseconds / all.Length);

        async Task<List<long>> CallAsync(int caller)
        {
            var own = new List<long>();
            while (Stopwatch.GetElapsedTime(start) < period)
            {
                long begun = Stopwatch.GetTimestamp();
                await call(caller);
                own.Add(Stopwatch.GetElapsedTime(begun).Ticks);
            }

            return own;
        }
    }

    /// <summary>The load as a cell of the table.</summary>
    public string Describe() => Run.Text(
        $"{PerSecond:N0}/s, p50 {Median.TotalMilliseconds:F1} ms, p99 {Percentile99.TotalMilliseconds:F1} ms; processor {ServerMicroseconds:F0} µs server + {ClientMicroseconds:F0} µs client");
}
