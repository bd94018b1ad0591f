using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

internal static partial class ClientLog
{
    [LoggerMessage(40, LogLevel.Error, "What listens to the end of a call of {Method} has failed")]
    public static partial void EndFailed(ILogger logger, string method, Exception exception);
}
