using Grpc.Core;

namespace Licenses.Server.Telemetry;

/// <summary>What a call decided: filled in by its endpoint, recorded once by <see cref="DecisionInterceptor"/>.</summary>
internal sealed class CallRecord
{
    private static readonly object Key = new();

    /// <summary>Stable name, such as ISSUED or TOTAL_FAILED.</summary>
    public string Outcome { get; private set; } = "OK";

    /// <summary>License number, decision id or the like; never a subject.</summary>
    public string Subject { get; private set; } = "-";

    /// <summary>More for the log line; may differ from call to call, so it is no tag of a metric.</summary>
    public string Detail { get; private set; } = "";

    public void Is(string outcome, string subject = "-", string detail = "") =>
        (Outcome, Subject, Detail) = (outcome, subject, detail);

    public static CallRecord Of(ServerCallContext context)
    {
        if (context.UserState.TryGetValue(Key, out var known))
        {
            return (CallRecord)known;
        }

        var record = new CallRecord();
        context.UserState[Key] = record;
        return record;
    }
}
