using Licenses.Server.Telemetry;

namespace Licenses.Server.Endpoints.Web;

/// <summary>One log line and one metric for each answer of the web listener. The path, which can hold a secret, is left out.</summary>
internal sealed class WebDecisions(ILogger<WebDecisions> logger)
{
    public void Record(string page, string outcome, TimeSpan elapsed)
    {
        ServerMeters.Decided(page, outcome, elapsed);
        Log.Answered(logger, page, outcome, elapsed.TotalMilliseconds);
    }
}
