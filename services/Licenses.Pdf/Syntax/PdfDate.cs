using System.Text;

namespace Licenses.Pdf.Syntax;

/// <summary>Dates: D:YYYYMMDDHHmmSSOHH'mm (ISO 32000-2, 7.9.4). What is left out is the earliest.</summary>
public static class PdfDate
{
    public static bool TryParse(ReadOnlySpan<byte> bytes, out DateTimeOffset date)
    {
        date = default;
        string text = Encoding.Latin1.GetString(bytes);
        int at = text.StartsWith("D:", StringComparison.Ordinal) ? 2 : 0;
        if (!TryTake(text, ref at, 4, 0, out int year) || year is 0)
        {
            return false;
        }

        if (!TryTake(text, ref at, 2, 1, out int month) || !TryTake(text, ref at, 2, 1, out int day)
            || !TryTake(text, ref at, 2, 0, out int hour) || !TryTake(text, ref at, 2, 0, out int minute)
            || !TryTake(text, ref at, 2, 0, out int second) || !TryTakeOffset(text, at, out var offset)
            || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        if (local.Ticks - offset.Ticks < DateTime.MinValue.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        date = new DateTimeOffset(local, offset);
        return true;
    }

    /// <summary>Takes a number of fixed width; its default where no digit stands.</summary>
    private static bool TryTake(string text, ref int at, int width, int byDefault, out int value)
    {
        value = byDefault;
        if (at >= text.Length || !char.IsAsciiDigit(text[at]))
        {
            return true;
        }

        if (at + width > text.Length || !int.TryParse(text.AsSpan(at, width), System.Globalization.NumberStyles.None, null, out value))
        {
            return false;
        }

        at += width;
        return true;
    }

    private static bool TryTakeOffset(string text, int at, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (at >= text.Length || text[at] == 'Z')
        {
            return true;
        }

        int sign = text[at] == '+' ? 1 : text[at] == '-' ? -1 : 0;
        at++;
        if (sign == 0 || !TryTake(text, ref at, 2, 0, out int hours))
        {
            return false;
        }

        at += at < text.Length && text[at] == '\'' ? 1 : 0;
        if (!TryTake(text, ref at, 2, 0, out int minutes) || hours > 14 || minutes > 59)
        {
            return false;
        }

        offset = sign * new TimeSpan(hours, minutes, 0);
        return offset.Duration() <= TimeSpan.FromHours(14);
    }
}
