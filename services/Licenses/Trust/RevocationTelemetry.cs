using System.Diagnostics.Metrics;

namespace Licenses.Trust;

/// <summary>What is counted where revocation facts are read and fetched.</summary>
public static class RevocationTelemetry
{
    private static readonly Meter Meter = new("Licenses");

    private static readonly Counter<long> Reads = Meter.CreateCounter<long>(
        "licenses.revocation.reads", "{read}", "Revocation facts read, by source: recent, cache, fetch, remembered (source down), none.");

    private static readonly Counter<long> Refreshes = Meter.CreateCounter<long>(
        "licenses.revocation.refreshes", "{fetch}", "Facts fetched ahead of their end.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "licenses.fetch.duration", "s", "Fetches of CRLs, OCSP answers and timestamps, by kind and outcome.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10] });

    private static readonly Counter<long> Futures = Meter.CreateCounter<long>(
        "licenses.revocation.future", "{fact}", "Facts and lists from the future: a clock is wrong, here or elsewhere.");

    internal static void CountFuture() => Futures.Add(1);

    internal static void CountRead(string source) => Reads.Add(1, new KeyValuePair<string, object?>("source", source));

    internal static void CountRefresh() => Refreshes.Add(1);

    internal static void CountFetch(string kind, string outcome, TimeSpan elapsed) => Durations.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("outcome", outcome));
}
