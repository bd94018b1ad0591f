using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Licenses.Server.Tests.Fetching;

/// <summary>What was answered under which fault and how fast: the table of the fault stories, for the test's output.</summary>
internal sealed class FaultTable
{
    private readonly ConcurrentQueue<(string Fault, string Truth, string Answer, double Milliseconds)> _rows = new();

    /// <summary>Asks, times, and holds the answer to the one thing that must never happen.</summary>
    /// <param name="fault">What is broken.</param>
    /// <param name="truth">"good", or in which way it is revoked.</param>
    /// <param name="ask">Gives good, revoked or unknown.</param>
    public async Task<string> RecordAsync(string fault, string truth, Func<Task<string>> ask)
    {
        long start = Stopwatch.GetTimestamp();
        var answer = await ask();
        _rows.Enqueue((fault, truth, answer, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        Assert.False(truth != "good" && answer == "good", $"{fault}: a revoked certificate was found good.");
        return answer;
    }

    /// <summary>One line per fault, truth and answer, with the count and the times.</summary>
    public string Write()
    {
        var lines = _rows.GroupBy(row => (row.Fault, row.Truth, row.Answer)).Select(group =>
        {
            double[] times = [.. group.Select(row => row.Milliseconds).Order()];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {group.Key.Fault} | {group.Key.Truth} | {group.Key.Answer} | {times.Length} | {times[times.Length / 2]:0.0} | {times[^1]:0} |");
        });
        return string.Join('\n', ["| fault | truth | answered | times | p50 ms | longest ms |", "|---|---|---|---|---|---|", .. lines]);
    }
}
