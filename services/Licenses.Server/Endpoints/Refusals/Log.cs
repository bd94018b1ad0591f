namespace Licenses.Server.Endpoints.Refusals;

internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Error, "{Method}: the database cannot be asked: {Problem}")]
    public static partial void StoreUnavailable(ILogger logger, string method, string problem);

    [LoggerMessage(2102, LogLevel.Error, "{Method}: a sealing key cannot be used: {Problem}")]
    public static partial void KeyUnavailable(ILogger logger, string method, string problem);

    [LoggerMessage(2103, LogLevel.Error, "{Method} failed, trace {Trace}: {Type}\n{Where}")]
    public static partial void Unforeseen(ILogger logger, string method, string trace, string type, string where);
}
