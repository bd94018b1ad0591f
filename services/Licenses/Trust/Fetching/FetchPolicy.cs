using System.Globalization;

namespace Licenses.Trust.Fetching;

/// <summary>Which addresses are fetched, and at what cost at most.</summary>
public sealed record FetchPolicy
{
    /// <summary>
    /// Hosts that addresses in certificates may name: "ocsp.example.org", or "host:port" for another port than 80 and
    /// 443. An exact match; empty: no address in a certificate is ever fetched.
    /// </summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Whether an allowed host name may lead to a loopback, link-local or private address. False: a name server cannot
    /// turn an allowed name against what stands inside.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How long one fetch may take, from its beginning to the last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many fetches may be under way at once; one more is refused at once, unless it may wait.</summary>
    public int MostAtOnce { get; init; } = 128;

    /// <summary>
    /// How many of them from one source (an address that the operator wrote down, or any other host), so that one that hangs
    /// leaves room for the others.
    /// </summary>
    public int MostPerSource { get; init; } = 32;

    /// <summary>How many of those that may wait for a place (<see cref="FetchOrder.MayWait"/>) do so at once; one more is refused.</summary>
    public int MostWaiting { get; init; } = 256;

    /// <summary>Why an address may not be fetched; null where it may.</summary>
    public string? Refuse(FetchOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var address = order.Address;
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return "only http and https addresses are fetched";
        }

        if (address.UserInfo.Length > 0)
        {
            return "addresses with a user name are not fetched";
        }

        return order.IsConfigured || IsAllowed(address) ? null : $"the allow-list does not have {address.Authority}";
    }

    /// <summary>Whether the list has the address's host and port.</summary>
    public bool IsAllowed(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return AllowedHosts.Any(allowed => allowed.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase)
            ? address.IsDefaultPort
            : allowed.Equals(
                string.Create(CultureInfo.InvariantCulture, $"{address.IdnHost}:{address.Port}"),
                StringComparison.OrdinalIgnoreCase));
    }
}
