namespace Licenses.Server.Endpoints.Web;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Information, "{Page}: {Outcome} in {Milliseconds:0.0} ms")]
    public static partial void Answered(ILogger logger, string page, string outcome, double milliseconds);

    [LoggerMessage(2402, LogLevel.Error, "{Page} failed, trace {Trace}: {Type}\n{Where}")]
    public static partial void Unforeseen(ILogger logger, string page, string trace, string type, string where);
}
