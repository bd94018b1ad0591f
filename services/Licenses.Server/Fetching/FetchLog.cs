namespace Licenses.Server.Fetching;

internal static partial class FetchLog
{
    [LoggerMessage(2401, LogLevel.Information, "Fetched {Kind} from {Host}: {Bytes} bytes in {Milliseconds} ms")]
    public static partial void Fetched(ILogger logger, string kind, string host, int bytes, long milliseconds);

    [LoggerMessage(2403, LogLevel.Warning, "{What}")]
    public static partial void AuthorityUnclear(ILogger logger, string what);

    [LoggerMessage(2402, LogLevel.Warning, "No {Kind} from {Host} ({Why}) after {Milliseconds} ms: {Detail}")]
    public static partial void NotFetched(ILogger logger, string kind, string host, string why, long milliseconds, string detail);
}
