namespace Licenses.Benchmarks.Harness;

/// <summary>What a number of callers got out of an echo server, and what each message cost either side.</summary>
internal sealed record EchoLoad(
    CallTimes Times, double ServerMicroseconds, double ServerBytes, double ClientMicroseconds, double ClientBytes)
{
    /// <param name="server">The server that is called.</param>
    /// <param name="callers">How many.</param>
    /// <param name="period">How long.</param>
    /// <param name="messages">How many messages one call sends back.</param>
    /// <param name="call">One call.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    public static async Task<EchoLoad> MeasureAsync(
        EchoProcess server, int callers, TimeSpan period, int messages, Func<int, Task> call, CancellationToken cancellationToken)
    {
        var (serverTime, serverBytes) = await server.UsedAsync(cancellationToken);
        var clientTime = Environment.CpuUsage.TotalTime;
        long clientBytes = GC.GetTotalAllocatedBytes(precise: true);
        var times = await CallTimes.RunAsync(callers, period, call);
        double count = (double)times.Count * messages;
        double clientAllocated = GC.GetTotalAllocatedBytes(precise: true) - clientBytes;
        double clientUsed = (Environment.CpuUsage.TotalTime - clientTime).TotalMicroseconds;
        var (serverTimeAfter, serverBytesAfter) = await server.UsedAsync(cancellationToken);
        return new EchoLoad(
            times,
            (serverTimeAfter - serverTime) / count,
            (serverBytesAfter - serverBytes) / count,
            clientUsed / count,
            clientAllocated / count);
    }

    /// <summary>The load as a cell of the table.</summary>
    public string Describe(int messages = 1) => Run.Text(
        $"{Times.PerSecond * messages:N0}/s, p50 {Times.Median.TotalMilliseconds:F2} ms, p99 {Times.Percentile99.TotalMilliseconds:F2} ms; server {ServerMicroseconds:F1} µs, {ServerBytes:N0} B; client {ClientMicroseconds:F1} µs, {ClientBytes:N0} B");
}
