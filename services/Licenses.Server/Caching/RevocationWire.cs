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
/// rank as_of fetched_at refresh_at revoked_at reason next_update reliable_until kind source tag; times in UTC microseconds,
/// "-" for none; source in base64. The tag covers what the fact was judged by as well: by another trust it is none.
/// </remarks>
internal sealed class RevocationWire(byte[] key, Func<UInt128>? basis = null)
{
    private const int TagLength = 16;
    private const int FieldCount = 11;
    private const string CompleteList = "L";

    /// <summary>What facts are judged by now.</summary>
    public UInt128 Basis => basis?.Invoke() ?? UInt128.Zero;

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
            Text(fact.ReliableUntil),
            fact.IsFromCompleteList ? CompleteList : "-",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(fact.Source)));
        return $"{text} {Tag(fact.Key.ToString(), fact.Basis, text)}";
    }

    /// <summary>Reads a fact that was judged by what is trusted now; null when its tag is wrong or it is not well formed.</summary>
    public RevocationFact? Read(RevocationKey about, string text)
    {
        var judgedBy = Basis;
        if (!IsTagRight(about.ToString(), judgedBy, text) || text.Split(' ') is not { Length: FieldCount } fields
            || Time(fields[1]) is not { } asOf
            || Time(fields[2]) is not { } fetchedAt
            || Time(fields[3]) is not { } refreshAt
            || !Enum.TryParse<RevocationReason>(fields[5], out var reason)
            || !Convert.TryFromBase64String(fields[9], new byte[fields[9].Length], out _))
        {
            return null;
        }

        var source = Encoding.UTF8.GetString(Convert.FromBase64String(fields[9]));
        return new RevocationFact(about, Time(fields[4]), reason, asOf, Time(fields[6]), fetchedAt, source)
        {
            RefreshAt = refreshAt,
            Basis = judgedBy,
            ReliableUntil = Time(fields[7]),
            IsFromCompleteList = fields[8] == CompleteList,
        };
    }

    /// <summary>Of when an issuer's newest complete list is: as_of tag.</summary>
    public string WriteList(IssuerKey issuer, UInt128 judgedBy, DateTimeOffset asOf) =>
        $"{Text(asOf)} {Tag(issuer.ToString(), judgedBy, Text(asOf))}";

    public DateTimeOffset? ReadList(IssuerKey issuer, string text) =>
        IsTagRight(issuer.ToString(), Basis, text) ? Time(text.Split(' ')[0]) : null;

    public static string Text(DateTimeOffset? time) => time is { } at
        ? ((at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture)
        : "-";

    public static DateTimeOffset? Time(string field) =>
        long.TryParse(field, CultureInfo.InvariantCulture, out var microseconds) && microseconds >= 0
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    private bool IsTagRight(string about, UInt128 judgedBy, string text)
    {
        int end = text.LastIndexOf(' ');
        return end > 0 && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Tag(about, judgedBy, text[..end])), Encoding.UTF8.GetBytes(text[(end + 1)..]));
    }

    private string Tag(string about, UInt128 judgedBy, string text)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{about} {judgedBy:x32} {text}"), tag);
        return Convert.ToHexStringLower(tag[..TagLength]);
    }
}
