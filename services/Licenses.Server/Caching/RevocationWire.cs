using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Server.Caching;

/// <summary>
/// How facts about certificates look in Redis: rank, time of the source and time of fetching first, where the script
/// compares them, then the rest and a keyed tag over all of it and the key. Who can write to Redis can make us slow, but
/// not make us say "good".
/// </summary>
/// <remarks>
/// rank as_of fetched_at refresh_at revoked_at reason next_update kind source tag; times in UTC microseconds, "-" for
/// none; source in base64.
/// </remarks>
internal sealed class RevocationWire(byte[] key)
{
    private const int TagLength = 16;
    private const int FieldCount = 10;
    private const string CompleteList = "L";

    public string Write(RevocationFact fact)
    {
        var text = string.Join(
            ' ',
            fact.IsFinal ? "1" : "0",
            Text(fact.AsOf),
            Text(fact.FetchedAt),
            Text(fact.RefreshAt),
            Text(fact.RevokedAt),
            fact.Reason.ToString(),
            Text(fact.NextUpdate),
            fact.IsFromCompleteList ? CompleteList : "-",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(fact.Source)));
        return Sign(fact.Key, text);
    }

    public string Sign(RevocationKey about, string text) => $"{text} {Tag(about.ToString(), text)}";

    /// <summary>Reads a fact; null when its tag is wrong or it is not well formed.</summary>
    public RevocationFact? Read(RevocationKey about, string text)
    {
        if (!IsTagRight(about.ToString(), text) || text.Split(' ') is not { Length: FieldCount } fields
            || Time(fields[1]) is not { } asOf
            || Time(fields[2]) is not { } fetchedAt
            || Time(fields[3]) is not { } refreshAt
            || !Enum.TryParse<RevocationReason>(fields[5], out var reason)
            || !Convert.TryFromBase64String(fields[8], new byte[fields[8].Length], out _))
        {
            return null;
        }

        var source = Encoding.UTF8.GetString(Convert.FromBase64String(fields[8]));
        return new RevocationFact(about, Time(fields[4]), reason, asOf, Time(fields[6]), fetchedAt, source)
        {
            RefreshAt = refreshAt,
            IsFromCompleteList = fields[7] == CompleteList,
        };
    }

    /// <summary>Of when an issuer's newest complete list is: as_of tag.</summary>
    public string WriteList(IssuerKey issuer, DateTimeOffset asOf) => $"{Text(asOf)} {Tag(issuer.ToString(), Text(asOf))}";

    public DateTimeOffset? ReadList(IssuerKey issuer, string text) =>
        IsTagRight(issuer.ToString(), text) ? Time(text.Split(' ')[0]) : null;

    public static string Text(DateTimeOffset? time) => time is { } at
        ? ((at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture)
        : "-";

    public static DateTimeOffset? Time(string field) =>
        long.TryParse(field, CultureInfo.InvariantCulture, out var microseconds) && microseconds >= 0
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    private bool IsTagRight(string about, string text)
    {
        int end = text.LastIndexOf(' ');
        return end > 0 && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Tag(about, text[..end])), Encoding.UTF8.GetBytes(text[(end + 1)..]));
    }

    private string Tag(string about, string text)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{about} {text}"), tag);
        return Convert.ToHexStringLower(tag[..TagLength]);
    }
}
