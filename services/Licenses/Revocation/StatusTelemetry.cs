using System.Diagnostics.Metrics;

namespace Licenses.Revocation;

/// <summary>What is counted where statuses are read.</summary>
internal static class StatusTelemetry
{
    private static readonly Meter Meter = new("Licenses");

    /// <summary>Answers, by the place that gave them: recent, cache, database, remembered (database down), none.</summary>
    public static readonly Counter<long> Reads =
        Meter.CreateCounter<long>("licenses.status.reads", "{read}", "Status reads, by source.");

    public static readonly Counter<long> CrossChecks =
        Meter.CreateCounter<long>("licenses.status.cross_checks", "{check}", "Cache hits compared with the database.");

    private static readonly Counter<long> Disagreements =
        Meter.CreateCounter<long>("licenses.status.disagreements", "{read}", "Cached statuses that the database did not confirm.");

    public static void CountRead(string source) => Reads.Add(1, new KeyValuePair<string, object?>("source", source));

    /// <summary>An alert belongs on every kind but "outdated": they are zero as long as all is well.</summary>
    public static void CountDisagreement(string kind) =>
        Disagreements.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
