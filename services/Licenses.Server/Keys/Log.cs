namespace Licenses.Server.Keys;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Warning, "Sealing key {Source} of {Organisation} is left out: {Why}")]
    public static partial void KeyLeftOut(ILogger logger, string source, string organisation, string why);

    [LoggerMessage(2302, LogLevel.Information, "{Count} sealing keys are ready")]
    public static partial void KeysReady(ILogger logger, int count);

    [LoggerMessage(2303, LogLevel.Information, "Token {Label} is logged in")]
    public static partial void TokenReady(ILogger logger, string label);

    [LoggerMessage(2304, LogLevel.Warning, "Token {Label} was lost ({Why}): logging in again")]
    public static partial void TokenLost(ILogger logger, string label, string why);

    [LoggerMessage(2305, LogLevel.Warning, "Key {Key} can be taken out of token {Label}: make it anew, on the token")]
    public static partial void KeyExtractable(ILogger logger, string key, string label);

    [LoggerMessage(2306, LogLevel.Information, "Seals are made with the key of {Maker}")]
    public static partial void MakerReady(ILogger logger, string maker);
}
