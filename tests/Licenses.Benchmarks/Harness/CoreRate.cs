using System.Diagnostics;

namespace Licenses.Benchmarks.Harness;

/// <summary>How often something can be done per second of processor time: what one core gives, whoever else uses the machine.</summary>
/// <param name="Operations">How often it was done.</param>
/// <param name="Processor">Processor time of the whole process meanwhile, garbage collection and compilation included.</param>
/// <param name="AllocatedBytes">Allocated by the measuring thread.</param>
internal readonly record struct CoreRate(long Operations, TimeSpan Processor, long AllocatedBytes)
{
    private const int Rounds = 5;

    public double PerSecond => Operations / Processor.TotalSeconds;

    public double Microseconds => Processor.TotalMicroseconds / Operations;

    public double BytesEach => (double)AllocatedBytes / Operations;

    /// <summary>Measures things in turn, several rounds each, so that a busy moment hits all alike.</summary>
    public static CoreRate[] InTurn(TimeSpan period, params ReadOnlySpan<Action> actions)
    {
        foreach (var action in actions)
        {
            For(period, action); // compiled, caches warm
        }

        var rates = new CoreRate[actions.Length];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                rates[i] = rates[i].Plus(For(period / Rounds, actions[i]));
            }
        }

        return rates;
    }

    private static CoreRate For(TimeSpan period, Action action)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long operations = 0;
        do
        {
            action();
            operations++;
        }
        while (Stopwatch.GetElapsedTime(start) < period);

        return new CoreRate(
            operations, Environment.CpuUsage.TotalTime - processor, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private CoreRate Plus(CoreRate other) =>
        new(Operations + other.Operations, Processor + other.Processor, AllocatedBytes + other.AllocatedBytes);
}
