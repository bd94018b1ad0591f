using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>
/// A trust list as JSON: number, issued, nextUpdate, entries of { certificate (base64 DER), purposes, from, until, names }.
/// A member that is unknown or stands twice is refused, since two readers could take it differently.
/// </summary>
public static class TrustListJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Encode(TrustList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return JsonSerializer.SerializeToUtf8Bytes(
            new Body(list.Number, list.Issued, list.NextUpdate, [.. list.Entries.Select(Write)]), Format);
    }

    /// <exception cref="TrustListFormatException">The bytes are not a trust list.</exception>
    public static TrustList Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            var body = JsonSerializer.Deserialize<Body>(json, Format) ?? throw new TrustListFormatException("The trust list is null.");
            return body.Number >= 0 && body.Issued < body.NextUpdate
                ? new TrustList(body.Number, body.Issued, body.NextUpdate, [.. body.Entries.Select(Read)])
                : throw new TrustListFormatException("The trust list's number is negative, or it ends before it begins.");
        }
        catch (Exception e) when (e is JsonException or CertificateFormatException)
        {
            throw new TrustListFormatException("Not a trust list: " + e.Message, e);
        }
    }

    private static Entry Write(TrustListEntry entry) => new(
        entry.Certificate.Encoded.ToArray(), [.. PurposeNames.Of(entry.Purposes)], entry.From, entry.Until,
        new SortedDictionary<string, string>(entry.Names, StringComparer.Ordinal));

    private static TrustListEntry Read(Entry entry) => new(
        Certificate.Decode(entry.Certificate),
        entry.Purposes.Aggregate(CertificatePurpose.None, (purposes, name) => PurposeNames.TryParse(name, out var purpose)
            ? purposes | purpose.Value
            : throw new TrustListFormatException($"The trust list names an unknown purpose, {name}.")),
        entry.From,
        entry.Until,
        (entry.Names ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private sealed record Body(long Number, DateTimeOffset Issued, DateTimeOffset NextUpdate, Entry[] Entries);

    private sealed record Entry(
        byte[] Certificate,
        string[] Purposes,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null,
        SortedDictionary<string, string>? Names = null);
}
