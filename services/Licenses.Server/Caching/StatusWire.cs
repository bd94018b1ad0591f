using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Licenses.Revocation;

namespace Licenses.Server.Caching;

/// <summary>
/// How a status looks in Redis: version and time of reading first, where the script compares them, then the rest and a
/// keyed tag over all of it and the number. Who can write to Redis can make us slow, but not make us say "active".
/// </summary>
/// <remarks>version as_of not_after state reason changed_at valid_until tag; times in UTC microseconds, "-" for none.</remarks>
internal sealed class StatusWire(byte[] key)
{
    private const int TagLength = 16;
    private const int FieldCount = 8;
    private const long Least = (0 - UnixTicks) / TimeSpan.TicksPerMicrosecond;
    private const long Most = (MostTicks - UnixTicks) / TimeSpan.TicksPerMicrosecond;
    private const long UnixTicks = 621_355_968_000_000_000; // of 1970-01-01
    private const long MostTicks = 3_155_378_975_999_999_999; // of the end of the year 9999

    public string Write(StatusEntry entry, DateTimeOffset notAfter) => Sign(entry.Number, TextOf(entry, notAfter));

    /// <summary>Adds the tag to what is said about a license.</summary>
    public string Sign(LicenseNumber about, string text) => $"{text} {Tag(about, text)}";

    /// <summary>Reads an entry; null when its tag is wrong or it is not well formed.</summary>
    public WireStatus? Read(LicenseNumber number, string text)
    {
        int end = text.LastIndexOf(' ');
        if (end < 0 || !IsTagRight(number, text, end) || text.Split(' ') is not { Length: FieldCount } fields
            || !long.TryParse(fields[0], CultureInfo.InvariantCulture, out var version)
            || Time(fields[1]) is not { } asOf
            || Time(fields[2]) is not { } notAfter
            || !Enum.TryParse<LicenseState>(fields[3], out var state)
            || !Enum.TryParse<StateReason>(fields[4], out var reason)
            || Time(fields[5]) is not { } changedAt)
        {
            return null;
        }

        var stored = new StoredStatus(state, version, reason, changedAt);
        var read = new StatusEntry(number, stored, Time(fields[6]), asOf);
        return TextOf(read, notAfter) == text[..end] ? new WireStatus(read, notAfter) : null; // nothing that reads in two ways
    }

    private static string TextOf(StatusEntry entry, DateTimeOffset notAfter)
    {
        var stored = entry.Stored;
        return string.Join(
            ' ',
            Text(stored.Version),
            Text(entry.AsOf),
            Text(notAfter),
            stored.State.ToString(),
            stored.Reason.ToString(),
            Text(stored.ChangedAt),
            entry.ValidUntil is { } end ? Text(end) : "-");
    }

    private bool IsTagRight(LicenseNumber number, string text, int end) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Tag(number, text[..end])), Encoding.UTF8.GetBytes(text[(end + 1)..]));

    private string Tag(LicenseNumber number, string text)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{number.Value} {text}"), tag);
        return Convert.ToHexStringLower(tag[..TagLength]);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) =>
        Text((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    private static DateTimeOffset? Time(string field) =>
        long.TryParse(field, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds >= Least && microseconds <= Most
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;
}

/// <summary>A status from Redis, and from when on it must not be relied upon.</summary>
internal sealed record WireStatus(StatusEntry Entry, DateTimeOffset NotAfter);
