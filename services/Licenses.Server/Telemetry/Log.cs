namespace Licenses.Server.Telemetry;

internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Information, "{Method}: {Outcome}{Detail}, {Subject}, for {Organisation}, in {Milliseconds:0.0} ms")]
    public static partial void Decided(
        ILogger logger, string method, string outcome, string detail, string subject, string organisation, double milliseconds);
}
