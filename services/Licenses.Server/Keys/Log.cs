namespace Licenses.Server.Keys;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Warning, "Sealing key {File} of {Organisation} is left out: {Why}")]
    public static partial void KeyLeftOut(ILogger logger, string file, string organisation, string why);

    [LoggerMessage(2302, LogLevel.Information, "{Count} sealing keys are ready")]
    public static partial void KeysReady(ILogger logger, int count);
}
