using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Licenses.Server.Telemetry;

/// <summary>The server's own source of traces and its meter. No tag ever holds personal data.</summary>
internal static class ServerMeters
{
    public const string SourceName = "Licenses"; // the exporters subscribe by this name

    public static readonly ActivitySource Source = new(SourceName);

    private static readonly Meter Meter = new(SourceName);

    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        "licenses.decisions", "{decision}", "Decisions given to callers, by method and outcome.");

    private static readonly Histogram<double> DecisionDuration = Meter.CreateHistogram<double>(
        "licenses.decision.duration", "s", "Time from a call's arrival to its decision.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5] });

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "licenses.refusals", "{call}", "Calls that a missing or wrong certificate kept out, by method and reason.");

    private static readonly Counter<long> Materials = Meter.CreateCounter<long>(
        "licenses.materials", "{material}", "Materials decided in exemption checks, by decision and reason.");

    public static void MaterialDecided(string decision, string reason) => Materials.Add(1, new TagList
    {
        { "licenses.decision", decision }, { "licenses.reason", reason },
    });

    public static void Decided(string method, string outcome, TimeSpan elapsed)
    {
        var tags = new TagList { { "licenses.method", method }, { "licenses.outcome", outcome } };
        Decisions.Add(1, tags);
        DecisionDuration.Record(elapsed.TotalSeconds, tags);
    }

    public static void Refused(string method, string reason, string why) => Refusals.Add(1, new TagList
    {
        { "licenses.method", method }, { "licenses.reason", reason }, { "licenses.why", why },
    });
}
