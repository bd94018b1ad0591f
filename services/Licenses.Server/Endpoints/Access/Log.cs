namespace Licenses.Server.Endpoints.Access;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Call {Method} refused: {Reason} ({Why}); organisation {Organisation}, role {Role}")]
    public static partial void CallRefused(
        ILogger logger, string method, string reason, string why, string organisation, string role);

    [LoggerMessage(2002, LogLevel.Error, "Client authorities or their CRLs cannot be read again, the former ones stay: {Problem}")]
    public static partial void ClientTrustNotReloaded(ILogger logger, string problem);
}
