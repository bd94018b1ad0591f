using System.Globalization;

namespace Licenses.Cli.Trust;

/// <summary>A time on the command line, in any form that programs and people write one; UTC where no offset stands.</summary>
internal static class TimeText
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Compact = ["yyyyMMdd", "yyyyMMddHHmmss", "yyyyMMddHHmmss'Z'", "yyyyMMdd'T'HHmmss'Z'"];

    /// <exception cref="UsageException">It is no time, or one without a date.</exception>
    public static DateTimeOffset Parse(string text)
    {
        if (DateTimeOffset.TryParseExact(text, Compact, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        if (text.Length is >= 9 and <= 11 && text.All(char.IsAsciiDigit))
        {
            return DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture));
        }

        return HasYear(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out time)
            ? time
            : throw new UsageException($"--at takes a time such as 2026-06-01T12:00:00Z, not {text}.");
    }

    // "12:00" alone would be read as today's.
    private static bool HasYear(string text) =>
        text.Split([' ', '-', '/', 'T', ',']).Any(part => part.Length == 4 && part.All(char.IsAsciiDigit));
}
