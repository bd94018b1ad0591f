using System.Diagnostics.Metrics;

namespace Licenses.Server.Caching;

/// <summary>What is counted about Redis.</summary>
internal static class CacheTelemetry
{
    private static readonly Meter Meter = new("Licenses");

    public static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("licenses.cache.failures", "{call}", "Calls of Redis that failed or took too long.");

    public static readonly Counter<long> ForeignEntries =
        Meter.CreateCounter<long>("licenses.cache.foreign_entries", "{entry}", "Cached statuses with a wrong tag.");

    public static readonly Counter<long> Flushes =
        Meter.CreateCounter<long>("licenses.cache.flushes", "{flush}", "Memory of this process forgotten after a gap.");
}
