using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Asks all sources of an issuer at once: its responders and its lists. Where they are the operator says; what a certificate
/// says counts only for hosts that the operator allows. Nothing that they give is believed here.
/// </summary>
internal sealed class SourceHarvester
{
    private readonly OcspFetcher _responders;
    private readonly ListFetcher _lists;
    private readonly ResponseMemory _memory;
    private readonly FetchPolicy _policy;

    public SourceHarvester(HttpFetcher http, RevocationFetchOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(http);
        _policy = http.Policy;
        _responders = new OcspFetcher(http, options, clock);
        _lists = new ListFetcher(http, options, clock);
        _memory = new ResponseMemory(options, clock);
        Book = new SourceBook(options.Issuers, http.Policy);
    }

    /// <summary>Where to ask.</summary>
    public SourceBook Book { get; }

    /// <summary>Whether there is anybody to ask.</summary>
    public bool CanAsk(Certificate subject, Certificate issuer) =>
        Book.Of(subject, issuer) is { Ocsp.IsEmpty: false } or { Lists.IsEmpty: false };

    /// <summary>Asks all; one that failed when it was last asked is waited for only where the others do not settle it.</summary>
    /// <param name="order">What for.</param>
    /// <param name="judge">Makes an answer of what has come, and says whether that settles it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<T> AskAsync<T>(
        HarvestOrder order, Func<SourceHarvest[], (T Answer, bool IsSettled)> judge, CancellationToken cancellationToken)
    {
        var sources = Book.Of(order.Inquiry.Subject, order.Inquiry.Issuer);
        var asked = Ask(order, sources);
        await Task.WhenAll(asked.Where(one => !one.IsDoubtful).Select(one => one.Harvest)).WaitAsync(cancellationToken);
        SourceHarvest[] landed = [.. asked.Where(one => one.Harvest.IsCompleted).Select(one => one.Harvest.Result)]; // completed
        var (answer, isSettled) = judge([.. landed, .. Beside(order, sources)]);
        if (isSettled || landed.Length == asked.Length)
        {
            return answer;
        }

        var all = await Task.WhenAll(asked.Select(one => one.Harvest)).WaitAsync(cancellationToken);
        return judge([.. all, .. Beside(order, sources)]).Answer;
    }

    /// <summary>
    /// What the issuer's lists say that were fetched for others: one place may be behind another, and whoever knows of a
    /// revocation is heard.
    /// </summary>
    private IEnumerable<SourceHarvest> Beside(HarvestOrder order, Sources sources) => _lists.HeldOf(order.Inquiry.Subject.IssuerName)
        .Where(held => !sources.Lists.Contains(held.Address)
            && held.List.Covers(order.Inquiry.Subject) && held.List.IsSignedBy(order.Inquiry.Issuer.PublicKey))
        .OrderByDescending(held => held.List.ThisUpdate).Take(SourceBook.MostAddresses)
        .Select(held => new SourceHarvest(HttpFetcher.HostOf(held.Address), "") { Lists = [held.List] });

    private Asked[] Ask(HarvestOrder order, Sources sources) =>
    [
        .. (order.ByListOnly ? [] : sources.Ocsp).Take(SourceBook.MostAddresses).Select(address => new Asked(
            _responders.IsDoubtful(address, sources.IsConfigured), AskResponderAsync(address, sources, order))),
        .. sources.Lists.Take(SourceBook.MostAddresses).Select(address => new Asked(
            _lists.IsDoubtful(address, sources.IsConfigured), AskListAsync(address, sources, order))),
    ];

    private async Task<SourceHarvest> AskResponderAsync(Uri address, Sources sources, HarvestOrder order)
    {
        var remembered = _memory.Find(address, order);
        var (response, why) = remembered is not null
            ? (remembered, Shortfall.None)
            : await _responders.AskAsync(address, sources.IsConfigured, order.Inquiry, CancellationToken.None);
        var harvest = new SourceHarvest(HttpFetcher.HostOf(address), why.Why) { IsOverload = why.IsOverload, Response = response };
        if (response is null)
        {
            return harvest;
        }

        harvest = harvest with { Lists = await ListsAboutResponderAsync(response, order) };
        if (order.MayRemember && remembered is null && order.IsGenuine(harvest.Lists, response))
        {
            _memory.Keep(address, order.Inquiry, response);
        }

        return harvest;
    }

    /// <summary>
    /// What decides whether a responder is revoked that its issuer did not except from that question (RFC 6960,
    /// 4.2.2.2.1). Lists only, and only of who is certified by the very issuer: nobody leads us round in circles.
    /// </summary>
    private async Task<ImmutableArray<CertificateList>> ListsAboutResponderAsync(OcspResponse response, HarvestOrder order)
    {
        var issuer = order.Inquiry.Issuer;
        var responder = response.Certificates.FirstOrDefault(certificate => response.IsBy(certificate));
        if (responder is null || responder.Profile.HasOcspNoCheck || responder.Equals(issuer)
            || !responder.IssuerName.Equals(issuer.SubjectName) || !IsIssued(responder, issuer)
            || !response.IsSignedBy(responder.PublicKey))
        {
            return [];
        }

        var configured = Book.Of(responder, issuer);
        var asked = await Task.WhenAll(configured.Lists.Select(address => (Address: address, configured.IsConfigured))
            .Concat(Book.Allowed(responder.Profile.CrlAddresses).Select(address => (Address: address, IsConfigured: false)))
            .DistinctBy(place => place.Address).Take(SourceBook.MostAddresses)
            .Select(place => new ListOrder(place.Address, place.IsConfigured) { Since = order.Inquiry.ListSince })
            .Select(wanted => _lists.GetAsync(wanted, CancellationToken.None).AsTask()));
        return [.. asked.Select(answer => answer.List).OfType<CertificateList>()];
    }

    private static bool IsIssued(Certificate certificate, Certificate issuer) => SignatureVerifier.Verify(
        issuer.PublicKey, certificate.SignatureAlgorithm, certificate.Signed.Span, certificate.SignatureValue.Span).IsValid;

    private async Task<SourceHarvest> AskListAsync(Uri address, Sources sources, HarvestOrder order)
    {
        var wanted = new ListOrder(address, sources.IsConfigured) { Since = order.Inquiry.ListSince, NewerThan = order.NewerThan };
        var (list, why) = await _lists.GetAsync(wanted, CancellationToken.None);
        var harvest = new SourceHarvest(HttpFetcher.HostOf(address), why.Why) { IsOverload = why.IsOverload };
        if (list is null)
        {
            return harvest;
        }

        harvest = harvest with { Lists = await WithDeltaAsync(list, sources) };
        if (!order.IsGenuine(harvest.Lists, null))
        {
            _lists.Forget(address); // or it might keep the genuine ones out
        }

        return harvest;
    }

    /// <summary>A list that cannot be completed by its delta still counts for what it is.</summary>
    private async Task<ImmutableArray<CertificateList>> WithDeltaAsync(CertificateList list, Sources sources)
    {
        foreach (var address in sources.Deltas.Concat(Freshest(list).Where(_policy.IsAllowed)).Take(SourceBook.MostAddresses))
        {
            var order = new ListOrder(address, sources.Deltas.Contains(address));
            if ((await _lists.GetAsync(order, CancellationToken.None)).List is { BaseNumber: not null } delta)
            {
                return [list, delta];
            }
        }

        return [list];
    }

    private static IEnumerable<Uri> Freshest(CertificateList list) =>
        list.DeltaAddresses.Select(Sources.ReadAddress).OfType<Uri>();

    /// <param name="IsDoubtful">It failed when it was last asked.</param>
    /// <param name="Harvest">What it gives; never fails.</param>
    private sealed record Asked(bool IsDoubtful, Task<SourceHarvest> Harvest);
}
