using System.Diagnostics.Metrics;

namespace Licenses.Sealing.Renewal;

/// <summary>What is counted of renewals.</summary>
internal static class RenewalTelemetry
{
    private static readonly Meter Meter = new("Licenses");

    private static readonly Counter<long> Documents = Meter.CreateCounter<long>(
        "licenses.renewals", "{document}", "Stored documents looked at for renewal, by outcome: Renewed, NotDue, Overtaken, Postponed, Lost.");

    private static readonly Gauge<long> Due = Meter.CreateGauge<long>(
        "licenses.renewals.due", "{document}", "Stored documents whose last timestamp nears its end.");

    public static void Count(RenewalResult result) =>
        Documents.Add(1, new KeyValuePair<string, object?>("outcome", result.GetType().Name));

    public static void Record(long stillDue) => Due.Record(stillDue);
}
