using System.Collections.Concurrent;
using Licenses.Crypto.Asn1;
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
    private readonly SourceRests _rests = new(options.RetryAfter);
    private readonly SingleFlight<Uri, (CertificateList? List, Shortfall Why)> _flights = new();

    /// <param name="order">Which list.</param>
    /// <param name="cancellationToken">Gives up waiting; the fetch goes on for others.</param>
    /// <returns>
    /// The list, or why there is none; who signed it is not looked at here. Where none can be fetched, the one before it
    /// while it is in force.
    /// </returns>
    public async ValueTask<(CertificateList? List, Shortfall Why)> GetAsync(ListOrder order, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(order.Address, out var held) && IsCurrent(held, order.NewerThan)
            && (!(held.List.ThisUpdate < order.Since) || IsJustFetched(held)))
        {
            return (held.List, Shortfall.None);
        }

        return await _flights.RunAsync(order.Address, _ => FetchAsync(order.Address, order.IsConfigured, order.Since))
            .WaitAsync(cancellationToken);
    }

    /// <summary>Whether a place failed when it was last asked, so that its list is not worth waiting for.</summary>
    public bool IsDoubtful(Uri address, bool isConfigured) => _rests.Of(address, isConfigured).IsDoubtful;

    /// <summary>Drops a list that turned out to be no good, so that it cannot keep the next one out.</summary>
    public void Forget(Uri address) => _held.TryRemove(address, out _);

    /// <summary>What is held of an issuer's lists, by name only, and where each was.</summary>
    public IEnumerable<(Uri Address, CertificateList List)> HeldOf(DistinguishedName issuer) =>
        _held.Where(held => held.Value.List.Issuer.Equals(issuer)).Select(held => (held.Key, held.Value.List));

    private bool IsCurrent(Held held, DateTimeOffset? newerThan) =>
        new Remembered(held.List.ThisUpdate, held.List.NextUpdate, held.At).Serves(newerThan, options, clock.GetUtcNow());

    // It was behind a moment ago; asking it at each question would bring the same again.
    private bool IsJustFetched(Held held) => clock.GetUtcNow() - held.At < options.RetryAfter;

    private async Task<(CertificateList? List, Shortfall Why)> FetchAsync(Uri address, bool isConfigured, DateTimeOffset? since)
    {
        var rest = _rests.Of(address, isConfigured);
        if (!rest.TryTake(clock.GetUtcNow()))
        {
            return (InForce(address), new Shortfall("rests after " + rest.LastFailure));
        }

        var (outcome, isSources) = await TryFetchAsync(address, isConfigured);
        if (outcome.List is null ? isSources : isConfigured && outcome.List.ThisUpdate < since) // a certificate may name any old list
        {
            rest.Fail(outcome.List is null ? outcome.Why.Why : $"its list is of {outcome.List.ThisUpdate:u}", clock.GetUtcNow());
        }
        else if (outcome.List is not null)
        {
            rest.Succeed();
        }
        else if (outcome.Why.IsOverload)
        {
            rest.GiveBack(clock.GetUtcNow());
        }

        return outcome.List is null ? (InForce(address), outcome.Why) : outcome;
    }

    private CertificateList? InForce(Uri address) =>
        _held.TryGetValue(address, out var held) && !(clock.GetUtcNow() >= held.List.NextUpdate) ? held.List : null;

    /// <summary>The list, or why there is none, and whether that tells of the source itself.</summary>
    private async Task<((CertificateList? List, Shortfall Why) Outcome, bool IsSources)> TryFetchAsync(Uri address, bool isConfigured)
    {
        var order = new FetchOrder("crl", address, CertificateList.LargestSize)
        {
            IsConfigured = isConfigured,
            Source = isConfigured ? address : null,
            Accept = "application/pkix-crl",
        };
        switch (await http.FetchAsync(order, CancellationToken.None))
        {
            case FetchOutcome.Fetched fetched:
                return (Read(address, fetched.Bytes), isConfigured); // a certificate may name what is no list
            case FetchOutcome.Failed failed:
                return ((null, Shortfall.Of(failed)), SourceRests.IsOfSource(failed)
                    || (isConfigured && failed.Why is FetchFailure.BadStatus or FetchFailure.TooLarge));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private (CertificateList? List, Shortfall Why) Read(Uri address, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var list = CertificateList.Decode(bytes);

            // A mirror that is behind must not take back what was seen already.
            if (_held.TryGetValue(address, out var held) && held.List.ThisUpdate > list.ThisUpdate && held.List.Issuer.Equals(list.Issuer))
            {
                return (held.List, Shortfall.None);
            }

            if (list.ThisUpdate <= clock.GetUtcNow()) // one of tomorrow would keep those of today out
            {
                Keep(address, list);
            }

            return (list, Shortfall.None);
        }
        catch (CertificateFormatException e)
        {
            return (null, new Shortfall(e.Message));
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
