using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

internal static partial class Log
{
    [LoggerMessage(6, LogLevel.Error, "Error when executing service method {Method}")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Call of {Method} ended with {StatusCode}")]
    public static partial void RpcFailed(ILogger logger, string method, StatusCode statusCode, Exception? exception);

    [LoggerMessage(28, LogLevel.Information, "Call of {Method} was cancelled by its caller")]
    public static partial void Cancelled(ILogger logger, string method);

    [LoggerMessage(29, LogLevel.Information, "Call of {Method} ran out of time")]
    public static partial void DeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(30, LogLevel.Debug, "Ignored grpc-timeout '{Timeout}': not a timeout")]
    public static partial void BadTimeout(ILogger logger, string timeout);

    [LoggerMessage(31, LogLevel.Warning, "Call of {Method} set metadata '{Key}' to text that no header can carry; it is left out")]
    public static partial void MetadataDropped(ILogger logger, string method, string key);

    [LoggerMessage(32, LogLevel.Error, "Call of {Method} ended with OK, but without its message; its caller reads INTERNAL")]
    public static partial void NoMessage(ILogger logger, string method);

    [LoggerMessage(33, LogLevel.Warning, "Call of {Method} has status details of {Length} characters, more than callers take; they are left out")]
    public static partial void DetailsDropped(ILogger logger, string method, int length);
}
