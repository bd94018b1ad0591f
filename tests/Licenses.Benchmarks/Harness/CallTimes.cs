using System.Diagnostics;

namespace Licenses.Benchmarks.Harness;

/// <summary>How long each call took, in ascending order, of callers that each keep one call under way.</summary>
internal sealed record CallTimes(TimeSpan Elapsed, long[] Ticks)
{
    public int Count => Ticks.Length;

    public double PerSecond => Ticks.Length / Elapsed.TotalSeconds;

    public TimeSpan Median => TimeSpan.FromTicks(Ticks[Ticks.Length / 2]);

    public TimeSpan Percentile99 => TimeSpan.FromTicks(Ticks[(int)(Ticks.LongLength * 99 / 100)]);

    /// <summary>Runs the callers for a while. A call that fails ends the measurement.</summary>
    public static async Task<CallTimes> RunAsync(int callers, TimeSpan period, Func<int, Task> call)
    {
        long start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new CallTimes(elapsed, [.. times.SelectMany(own => own).Order()]);

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
}
