using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>A call's caller is told how it ended; so the log is for whoever looks after the program. The numbers are the official ones.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(1, LogLevel.Debug, "Starting call of {Method} at {Address}")]
    public static partial void Starting(ILogger logger, string method, Uri address);

    [LoggerMessage(3, LogLevel.Information, "Call of {Method} failed with {StatusCode}: {Detail}")]
    public static partial void Failed(ILogger logger, string method, StatusCode statusCode, string detail, Exception? exception);

    [LoggerMessage(4, LogLevel.Debug, "Call of {Method} ended well")]
    public static partial void Ended(ILogger logger, string method);

    [LoggerMessage(8, LogLevel.Debug, "Call of {Method} was cancelled by its caller")]
    public static partial void Cancelled(ILogger logger, string method);

    [LoggerMessage(15, LogLevel.Warning, "The call credentials of {Method} were not used, because the call does not use TLS")]
    public static partial void CredentialsNotUsed(ILogger logger, string method);

    [LoggerMessage(40, LogLevel.Error, "What listens to the end of a call of {Method} has failed")]
    public static partial void EndFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(41, LogLevel.Information, "Attempt {Attempt} of a call of {Method} failed with {StatusCode}: {Detail}; another follows in {Delay}")]
    public static partial void Retrying(ILogger logger, string method, int attempt, StatusCode statusCode, string detail, TimeSpan delay);
}
