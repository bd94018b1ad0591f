using System.Globalization;

namespace Grpc.Framing;

/// <summary>The grpc-timeout header: one to eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxSeconds = 99_999_999;

    /// <summary>False if the text is not a timeout. Zero and less than a tick mean: already expired.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        long ticks = text[^1] switch
        {
            'H' => Math.Min(count, MaxSeconds / 3600) * TimeSpan.TicksPerHour,
            'M' => Math.Min(count, MaxSeconds / 60) * TimeSpan.TicksPerMinute,
            'S' => count * TimeSpan.TicksPerSecond,
            'm' => count * TimeSpan.TicksPerMillisecond,
            'u' => count * TimeSpan.TicksPerMicrosecond,
            'n' => count / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        timeout = new TimeSpan(ticks);
        return ticks >= 0;
    }

    /// <summary>Rounded up, so that the server never gives up before the caller does.</summary>
    internal static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        long milliseconds = (timeout.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        if (milliseconds < 1000)
        {
            return Text(milliseconds, 'm');
        }

        if (milliseconds < 1_000_000)
        {
            long step = milliseconds < 10_000 ? 10 : milliseconds < 100_000 ? 100 : 1000; // three significant digits
            milliseconds = (milliseconds + step - 1) / step * step;
            return milliseconds % 60_000 == 0 ? Text(milliseconds / 60_000, 'M')
                : milliseconds % 1000 == 0 ? Text(milliseconds / 1000, 'S')
                : Text(milliseconds, 'm');
        }

        long seconds = Math.Min((milliseconds + 999) / 1000, MaxSeconds);
        return seconds % 3600 == 0 ? Text(seconds / 3600, 'H')
            : seconds % 60 == 0 ? Text(seconds / 60, 'M')
            : Text(seconds, 'S');
    }

    private static string Text(long count, char unit) => string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
}
