using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Server.Caching;

/// <summary>
/// How facts about certificates look in Redis: rank, time of the source and time of fetching first, where the script
/// compares them, then the rest and a keyed tag over all of it and the key. Who can write to Redis can make us slow, but
/// not make us say "good". What does not read back as the very text that would be written is nothing.
/// </summary>
/// <remarks>
/// rank as_of fetched_at version status refresh_at revoked_at reason next_update reliable_until kind source tag; status is
/// good, hold or revoked, in so many words; times in ticks of 100 ns since the year 1 in UTC, 19 digits, so that they compare
/// as text; "-" for none; source in base64. The tag covers what the fact was judged by as well: by another trust it is none.
/// </remarks>
internal sealed class RevocationWire(byte[] key, Func<UInt128>? basis = null)
{
    private const int TagLength = 16;
    private const int FieldCount = 12;
    private const string Version = "2";
    private const string CompleteList = "L";
    private const string None = "-";
    private const string TimeFormat = "D19";

    /// <summary>What facts are judged by now.</summary>
    public UInt128 Basis => basis?.Invoke() ?? UInt128.Zero;

    public string Write(RevocationFact fact) => Sign(fact.Key, fact.Basis, TextOf(fact));

    /// <summary>Adds the tag to what is said about a certificate.</summary>
    public string Sign(RevocationKey about, UInt128 judgedBy, string text) => $"{text} {Tag(about.ToString(), judgedBy, text)}";

    /// <summary>
    /// Reads a fact that was judged by what is trusted now; null when its tag is wrong, it is not well formed, or it does not
    /// agree with itself.
    /// </summary>
    public RevocationFact? Read(RevocationKey about, string text)
    {
        var judgedBy = Basis;
        if (!IsTagRight(about.ToString(), judgedBy, text))
        {
            return null;
        }

        var body = text[..text.LastIndexOf(' ')];
        return Parse(about, body.Split(' ')) is { } fact && TextOf(fact) == body ? fact with { Basis = judgedBy } : null;
    }

    /// <summary>Of when an issuer's newest complete list is: as_of tag.</summary>
    public string WriteList(IssuerKey issuer, UInt128 judgedBy, DateTimeOffset asOf) =>
        $"{Text(asOf)} {Tag(issuer.ToString(), judgedBy, Text(asOf))}";

    public DateTimeOffset? ReadList(IssuerKey issuer, string text) =>
        IsTagRight(issuer.ToString(), Basis, text) ? Time(text.Split(' ')[0]) : null;

    public static string RankOf(RevocationFact fact) => fact.IsFinal ? "1" : "0";

    public static string Text(DateTimeOffset time) => time.UtcTicks.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(string field) =>
        field.Length == Text(default).Length
            && long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    private static string TextOf(RevocationFact fact) => string.Join(
        ' ',
        RankOf(fact),
        Text(fact.AsOf),
        Text(fact.FetchedAt),
        Version,
        StatusOf(fact),
        Text(fact.RefreshAt),
        fact.RevokedAt is { } revoked ? Text(revoked) : None,
        fact.Reason.ToString(),
        fact.NextUpdate is { } next ? Text(next) : None,
        fact.ReliableUntil is { } reliable ? Text(reliable) : None,
        fact.IsFromCompleteList ? CompleteList : None,
        Convert.ToBase64String(Encoding.UTF8.GetBytes(fact.Source)));

    private static string StatusOf(RevocationFact fact) => fact.IsFinal ? "revoked" : fact.IsRevoked ? "hold" : "good";

    private static RevocationFact? Parse(RevocationKey about, string[] fields)
    {
        if (fields.Length != FieldCount
            || Time(fields[1]) is not { } asOf
            || Time(fields[2]) is not { } fetchedAt
            || Time(fields[5]) is not { } refreshAt
            || !Enum.TryParse<RevocationReason>(fields[7], out var reason))
        {
            return null;
        }

        byte[] source = new byte[fields[11].Length];
        if (!Convert.TryFromBase64String(fields[11], source, out int length))
        {
            return null;
        }

        return new RevocationFact(
            about, Time(fields[6]), reason, asOf, Time(fields[8]), fetchedAt, Encoding.UTF8.GetString(source.AsSpan(0, length)))
        {
            RefreshAt = refreshAt,
            ReliableUntil = Time(fields[9]),
            IsFromCompleteList = fields[10] == CompleteList,
        };
    }

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
