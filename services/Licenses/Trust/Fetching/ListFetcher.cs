using System.Collections.Concurrent;
using Licenses.Crypto.X509;
using Licenses.Revocation;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Fetches CRLs and keeps the parsed ones for a while: one list speaks about many certificates. Bounded in number and
/// size; many who want the same list at once cost one fetch.
/// </summary>
internal sealed class ListFetcher(HttpFetcher http, RevocationFetchOptions options, TimeProvider clock)
{
    private const int MostLists = 256;
    private const long MostBytes = 256L * 1024 * 1024;

    private readonly ConcurrentDictionary<Uri, Held> _held = new();
    private readonly SingleFlight<Uri, (CertificateList? List, string Why)> _flights = new();

    /// <param name="address">Where it is.</param>
    /// <param name="isConfigured">Whether the operator says so.</param>
    /// <param name="since">An older one is known to be outdated.</param>
    /// <param name="cancellationToken">Gives up waiting; the fetch goes on for others.</param>
    /// <returns>The list, or why there is none; who signed it is not looked at here.</returns>
    public async ValueTask<(CertificateList? List, string Why)> GetAsync(
        Uri address, bool isConfigured, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(address, out var held) && IsCurrent(held) && !(held.List.ThisUpdate < since))
        {
            return (held.List, "");
        }

        return await _flights.RunAsync(address, _ => FetchAsync(address, isConfigured)).WaitAsync(cancellationToken);
    }

    /// <summary>Drops a list that turned out to be no good, so that it cannot keep the next one out.</summary>
    public void Forget(Uri address) => _held.TryRemove(address, out _);

    private bool IsCurrent(Held held) =>
        clock.GetUtcNow() is var now && now >= held.At && now - held.At < options.ListAge && now < held.List.NextUpdate;

    private async Task<(CertificateList? List, string Why)> FetchAsync(Uri address, bool isConfigured)
    {
        var order = new FetchOrder("crl", address, CertificateList.LargestSize)
        {
            IsConfigured = isConfigured,
            Accept = "application/pkix-crl",
        };
        switch (await http.FetchAsync(order, CancellationToken.None))
        {
            case FetchOutcome.Fetched fetched:
                return Read(address, fetched.Bytes);
            case FetchOutcome.Failed failed:
                return (null, failed.Detail);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private (CertificateList? List, string Why) Read(Uri address, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var list = CertificateList.Decode(bytes);

            // A mirror that is behind must not take back what was seen already.
            if (_held.TryGetValue(address, out var held) && held.List.ThisUpdate > list.ThisUpdate && held.List.Issuer.Equals(list.Issuer))
            {
                return (held.List, "");
            }

            if (list.ThisUpdate <= clock.GetUtcNow()) // one of tomorrow would keep those of today out
            {
                Keep(address, list);
            }

            return (list, "");
        }
        catch (CertificateFormatException e)
        {
            return (null, e.Message);
        }
    }

    private void Keep(Uri address, CertificateList list)
    {
        if (_held.Count >= MostLists || _held.Values.Sum(held => (long)held.List.Encoded.Length) + list.Encoded.Length > MostBytes)
        {
            _held.Clear(); // rare, and costs one fetch each
        }

        _held[address] = new Held(list, clock.GetUtcNow());
    }

    private sealed record Held(CertificateList List, DateTimeOffset At);
}
