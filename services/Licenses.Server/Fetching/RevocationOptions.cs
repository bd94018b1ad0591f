using System.Security.Cryptography;
using Licenses.Trust;
using Licenses.Trust.Fetching;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Fetching;

/// <summary>Whom to ask whether certificates are revoked, and how long the answers are used. Empty: only files count.</summary>
internal sealed class RevocationOptions
{
    public const string Section = "Revocation";

    /// <summary>Where issuers publish, as the operator knows it.</summary>
    public List<RevocationIssuerOptions> Issuers { get; set; } = [];

    /// <summary>Hosts ("host" or "host:port") that addresses in certificates may name; anything else there is never fetched.</summary>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>Whether an allowed name may lead to a loopback, link-local or private address.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long one fetch may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many fetches may be under way at once.</summary>
    public int MostFetches { get; set; } = 128;

    /// <summary>How many of them from one source, and about certificates of one issuer: what hangs leaves room for the others.</summary>
    public int MostPerSource { get; set; } = 32;

    /// <summary>SHA256, or SHA1 for responders of the older profile (RFC 5019).</summary>
    public string OcspDigest { get; set; } = "SHA256";

    /// <summary>Ask responders for an answer made for the very question (RFC 9654).</summary>
    public bool UseNonce { get; set; }

    /// <summary>How long this process answers from its memory alone: the longest that word of a change may be missed.</summary>
    public TimeSpan RecentAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long a fact is fetched anew.</summary>
    public TimeSpan CacheAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The oldest answer that may clear a certificate, while its source is down too. What says no nextUpdate, as openssl's
    /// responder leaves it out, counts for as long, and for a day at most; Issuers:0:MaxAge narrows that for one issuer.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>About how many certificates this process remembers.</summary>
    public int Capacity { get; set; } = 50_000;

    internal FetchPolicy ToPolicy() => new()
    {
        AllowedHosts = [.. AllowedHosts],
        AllowPrivateAddresses = AllowPrivateAddresses,
        Timeout = Timeout,
        MostAtOnce = MostFetches,
        MostPerSource = MostPerSource,
    };

    /// <exception cref="TrustFormatException">An issuer's file holds no certificate.</exception>
    internal RevocationFetchOptions ToFetchOptions() => new()
    {
        Issuers = [.. Issuers.Select(issuer => issuer.Read())],
        OcspDigest = OcspDigest == "SHA1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256,
        UseNonce = UseNonce,
        MaxAge = MaxAge,
        ListAge = CacheAge,
    };

    internal RevocationReaderOptions ToReaderOptions() => new()
    {
        RecentAge = RecentAge, CacheAge = CacheAge, MaxAge = MaxAge, MostFetches = MostFetches, MostPerIssuer = MostPerSource,
    };

    internal sealed class Validator : IValidateOptions<RevocationOptions>
    {
        public ValidateOptionsResult Validate(string? name, RevocationOptions options)
        {
            var faults = new List<string>();
            Check(options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30), nameof(Timeout), faults);
            Check(options.RecentAge, TimeSpan.Zero, TimeSpan.FromMinutes(5), nameof(RecentAge), faults);
            Check(options.CacheAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(CacheAge), faults);
            Check(options.MaxAge, options.CacheAge, TimeSpan.FromDays(90), nameof(MaxAge), faults);
            if (options.MostPerSource < 1)
            {
                faults.Add($"Revocation:MostPerSource must be 1 at least, but is {options.MostPerSource}.");
            }

            if (options.MostFetches is < 1 or > 10_000 || options.Capacity is < 1_000 or > 10_000_000)
            {
                faults.Add("Revocation: MostFetches must be within 1 to 10,000 and Capacity within 1,000 to 10,000,000.");
            }

            if (options.OcspDigest is not ("SHA1" or "SHA256"))
            {
                faults.Add($"Revocation:OcspDigest must be SHA256 or SHA1, but is {options.OcspDigest}.");
            }

            faults.AddRange(options.AllowedHosts
                .Where(host => !Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) || address.AbsolutePath != "/"
                    || address.UserInfo.Length > 0)
                .Select(host => $"Revocation:AllowedHosts: {host} is neither host nor host:port."));
            faults.AddRange(options.Issuers.SelectMany(issuer => issuer.Faults()));
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string what, List<string> faults)
        {
            if (value < least || value > most)
            {
                faults.Add($"Revocation:{what} must be within {least} to {most}, but is {value}.");
            }
        }
    }
}

/// <summary>Where one issuer publishes.</summary>
internal sealed class RevocationIssuerOptions
{
    /// <summary>File (PEM or DER) of the issuer's certificate.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Addresses of its OCSP responders, in the order in which they are asked.</summary>
    public List<string> Ocsp { get; set; } = [];

    /// <summary>Addresses of its complete CRLs; asked after the responders.</summary>
    public List<string> Lists { get; set; } = [];

    /// <summary>Addresses of its delta CRLs.</summary>
    public List<string> Deltas { get; set; } = [];

    /// <summary>How old its answers may be, in place of Revocation:MaxAge; empty: that one.</summary>
    public TimeSpan? MaxAge { get; set; }

    internal IEnumerable<string> Faults()
    {
        if (MaxAge is { } age && (age < TimeSpan.FromMinutes(1) || age > TimeSpan.FromDays(90)))
        {
            yield return $"Revocation:Issuers: MaxAge must be within 1 min to 90 days, but is {age}.";
        }

        if (!File.Exists(Certificate))
        {
            yield return $"Revocation:Issuers: there is no file '{Certificate}'.";
        }
        else if (WhyUnreadable() is { } why)
        {
            yield return $"Revocation:Issuers: {why}";
        }

        foreach (var text in Ocsp.Concat(Lists).Concat(Deltas).Where(text => !HttpAddress.IsOne(text)))
        {
            yield return $"Revocation:Issuers: {text} is no http or https address.";
        }
    }

    internal IssuerAddresses Read() => new(
        TrustStoreLoader.ReadCertificate(Certificate),
        [.. Ocsp.Select(text => new Uri(text))],
        [.. Lists.Select(text => new Uri(text))],
        [.. Deltas.Select(text => new Uri(text))])
    {
        MaxAge = MaxAge,
    };

    private string? WhyUnreadable()
    {
        try
        {
            TrustStoreLoader.ReadCertificate(Certificate);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrustFormatException)
        {
            return e.Message;
        }
    }
}
