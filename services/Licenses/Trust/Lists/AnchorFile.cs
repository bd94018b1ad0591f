using System.Text.Json;
using System.Text.Json.Serialization;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Lists;

/// <summary>
/// A JSON file that says whom to trust, for what, from when and until when:
/// [{ "file": "root.pem", "purposes": ["seal", "license"], "from": TIME, "until": TIME, "names": { "zh": … } }].
/// It may stand wherever the file of an anchor may, and is what <c>licenses trust list make</c> signs. Strict: a member that
/// is unknown or stands twice would be a term that nobody heeds.
/// </summary>
public static class AnchorFile
{
    private const int LargestSize = 1 << 20;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether a path names such a file: by its name, so that a broken one is not taken for something else.</summary>
    public static bool Is(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);
    }

    /// <summary>Reads whom it names; each certificate is trusted as it is, self-signed or not.</summary>
    /// <exception cref="TrustFormatException">It is not such a file, or a certificate that it names cannot be read.</exception>
    public static ImmutableArray<TrustListEntry> Read(string path)
    {
        try
        {
            return [.. Parse(path).Select(entry => Read(path, entry))];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TrustFormatException(path, exception.Message, exception);
        }
    }

    /// <summary>The certificates' files that it names; none where it cannot be read.</summary>
    public static ImmutableArray<string> FilesNamedIn(string path)
    {
        try
        {
            return [.. Parse(path).Select(entry => Beside(path, entry.File))];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or TrustFormatException)
        {
            return [];
        }
    }

    private static Entry[] Parse(string path) => new FileInfo(path).Length > LargestSize
        ? throw new TrustFormatException(path, "the file is too large for a list of anchors")
        : JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(path), Format) is { Length: > 0 } entries
            ? entries
            : throw new TrustFormatException(path, "the file names nobody");

    private static TrustListEntry Read(string path, Entry entry) => entry.From >= entry.Until
        ? throw new TrustFormatException(path, $"the trust in {entry.File} ends before it begins")
        : new TrustListEntry(
            CertificateFile.ReadFirst(Beside(path, entry.File)), Purposes(path, entry), entry.From, entry.Until,
            (entry.Names ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static CertificatePurpose Purposes(string path, Entry entry) => entry.Purposes.Length == 0
        ? throw new TrustFormatException(path, $"{entry.File} is trusted for nothing; a purpose is one of {string.Join(", ", PurposeNames.All)}")
        : entry.Purposes.Aggregate(CertificatePurpose.None, (purposes, name) => PurposeNames.TryParse(name, out var purpose)
            ? purposes | purpose.Value
            : throw new TrustFormatException(path, $"a purpose is one of {string.Join(", ", PurposeNames.All)}, not {name}"));

    private static string Beside(string path, string file) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", file);

    private sealed record Entry(
        string File,
        string[] Purposes,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null,
        Dictionary<string, string>? Names = null);
}
