namespace Licenses.Server.Endpoints.Hosting;

internal static partial class TrustLog
{
    [LoggerMessage(2501, LogLevel.Information, "The trust in seals was read again: {Anchors} anchors, {Lists} CRLs")]
    public static partial void Reloaded(ILogger logger, int anchors, int lists);

    [LoggerMessage(2502, LogLevel.Warning, "The trust in seals has changed but cannot be read; what was read before counts: {Why}")]
    public static partial void NotReloaded(ILogger logger, string why);
}
