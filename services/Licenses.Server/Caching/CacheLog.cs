namespace Licenses.Server.Caching;

internal static partial class CacheLog
{
    [LoggerMessage(1, LogLevel.Warning, "Redis does not answer ({Why}); statuses come from the database")]
    public static partial void RedisLost(ILogger logger, string why);

    [LoggerMessage(2, LogLevel.Information, "Redis answers again")]
    public static partial void RedisBack(ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "A cached status of license {Number} was not written by this service: ignored")]
    public static partial void ForeignEntry(ILogger logger, LicenseNumber number);

    [LoggerMessage(4, LogLevel.Error, "A cached fact about a certificate was not written by this service: ignored")]
    public static partial void ForeignFact(ILogger logger);
}
