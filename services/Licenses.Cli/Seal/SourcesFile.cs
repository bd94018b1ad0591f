using System.Security.Cryptography;
using System.Text.Json;
using Licenses.Trust;
using Licenses.Trust.Fetching;

namespace Licenses.Cli.Seal;

/// <summary>
/// Where issuers publish, as the server's section Revocation says it (Samples/sources.json): one file serves both. What
/// concerns the server's caches is passed over.
/// </summary>
internal sealed class SourcesFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, PropertyNameCaseInsensitive = true,
    };

    public List<SourcesIssuer> Issuers { get; init; } = [];

    public List<string> AllowedHosts { get; init; } = [];

    public bool AllowPrivateAddresses { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public string OcspDigest { get; init; } = "SHA256";

    public bool UseNonce { get; init; }

    public bool IsEmpty => Issuers.Count == 0 && AllowedHosts.Count == 0;

    public static SourcesFile Read(string path)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<Settings>(File.ReadAllText(path), Format);
            var sources = settings?.Revocation ?? throw new UsageException($"{path} has no section Revocation.");
            sources.Check(path);
            return sources;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"--sources: {e.Message}");
        }
    }

    public void Allow(string host) => AllowedHosts.Add(IsHost(host)
        ? host
        : throw new UsageException($"--fetch-from takes HOST or HOST:PORT, not {host}."));

    public FetchPolicy ToPolicy() => new()
    {
        AllowedHosts = [.. AllowedHosts], AllowPrivateAddresses = AllowPrivateAddresses, Timeout = Timeout,
    };

    public RevocationFetchOptions ToFetchOptions()
    {
        try
        {
            return new()
            {
                Issuers = [.. Issuers.Select(issuer => issuer.Read())],
                OcspDigest = OcspDigest == "SHA1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256,
                UseNonce = UseNonce,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrustFormatException)
        {
            throw new UsageException($"--sources: {e.Message}");
        }
    }

    private static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) && address.AbsolutePath == "/" && address.UserInfo.Length == 0;

    private void Check(string path)
    {
        var faults = AllowedHosts.Where(host => !IsHost(host)).Select(host => $"{host} is neither host nor host:port")
            .Concat(Issuers.SelectMany(issuer => issuer.Addresses)
                .Where(text => !Uri.TryCreate(text, UriKind.Absolute, out var address)
                    || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
                .Select(text => $"{text} is no http or https address"))
            .Concat(OcspDigest is "SHA1" or "SHA256" ? [] : [$"OcspDigest must be SHA256 or SHA1, not {OcspDigest}"])
            .Concat(Timeout > TimeSpan.Zero && Timeout <= TimeSpan.FromMinutes(1) ? [] : [$"Timeout must be within 1 min, not {Timeout}"]);
        if (faults.FirstOrDefault() is { } fault)
        {
            throw new UsageException($"{path}: {fault}.");
        }
    }

    private sealed record Settings(SourcesFile? Revocation);
}

/// <summary>Where one issuer publishes.</summary>
internal sealed class SourcesIssuer
{
    /// <summary>File (PEM or DER) of the issuer's certificate.</summary>
    public string Certificate { get; init; } = "";

    public List<string> Ocsp { get; init; } = [];

    public List<string> Lists { get; init; } = [];

    internal IEnumerable<string> Addresses => Ocsp.Concat(Lists);

    internal IssuerAddresses Read() => new(
        TrustStoreLoader.ReadCertificate(Certificate),
        [.. Ocsp.Select(text => new Uri(text))], [.. Lists.Select(text => new Uri(text))], []);
}
