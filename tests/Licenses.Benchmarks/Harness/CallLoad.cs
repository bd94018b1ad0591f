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
        var times = await CallTimes.RunAsync(callers, period, call);
        return new CallLoad(
            times.PerSecond,
            times.Median,
            times.Percentile99,
            (server.ProcessorTime() - serverBefore).TotalMicroseconds / times.Count,
            (Environment.CpuUsage.TotalTime - clientBefore).TotalMicroseconds / times.Count);
    }

    /// <summary>The load as a cell of the table.</summary>
    public string Describe() => Run.Text(
        $"{PerSecond:N0}/s, p50 {Median.TotalMilliseconds:F1} ms, p99 {Percentile99.TotalMilliseconds:F1} ms; processor {ServerMicroseconds:F0} µs server + {ClientMicroseconds:F0} µs client");
}
