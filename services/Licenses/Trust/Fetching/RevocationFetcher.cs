using Licenses.Crypto.Ocsp;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Asks the sources themselves, all of an issuer's at once: its responders and its lists. Where they are the operator says;
/// what a certificate says counts only for hosts that the operator allows. What they give is a fact only after the trust
/// store has verified who signed it, about whom, and as of when; whoever knows of a revocation is heard.
/// </summary>
public sealed class RevocationFetcher : IRevocationSource
{
    private readonly CurrentTrust _trust;
    private readonly RevocationFetchOptions _options;
    private readonly FetchPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly OcspFetcher _responders;
    private readonly ListFetcher _lists;
    private readonly SourceBook _sources;
    private readonly HarvestJudge _judge;

    public RevocationFetcher(HttpFetcher http, CurrentTrust trust, RevocationFetchOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(http);
        _trust = trust;
        _options = options;
        _policy = http.Policy;
        _clock = clock;
        _responders = new OcspFetcher(http, options, clock);
        _lists = new ListFetcher(http, options, clock);
        _sources = new SourceBook(options.Issuers, http.Policy);
        _judge = new HarvestJudge(trust, clock);
    }

    public UInt128 Basis => _trust.Store.Basis;

    public bool CanAsk(RevocationInquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        var sources = _sources.Of(inquiry.Subject, inquiry.Issuer);
        return !sources.Ocsp.IsEmpty || !sources.Lists.IsEmpty;
    }

    public RevocationFact? Recall(RevocationInquiry inquiry) => null;

    /// <summary>Asks all; one that failed when it was last asked is waited for only where the others do not settle it.</summary>
    public async ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        var asked = Ask(inquiry, _sources.Of(inquiry.Subject, inquiry.Issuer));
        await Task.WhenAll(asked.Where(one => !one.IsDoubtful).Select(one => one.Harvest)).WaitAsync(cancellationToken);
        var landed = asked.Where(one => one.Harvest.IsCompleted).ToArray();
        var answer = Judge(inquiry, landed);
        if (answer is RevocationAnswer.Known || landed.Length == asked.Length)
        {
            return answer;
        }

        await Task.WhenAll(asked.Select(one => one.Harvest)).WaitAsync(cancellationToken);
        return Judge(inquiry, asked);
    }

    private Asked[] Ask(RevocationInquiry inquiry, Sources sources) =>
    [
        .. sources.Ocsp.Take(SourceBook.MostAddresses).Select(address => new Asked(
            _responders.IsDoubtful(address, sources.IsConfigured), AskResponderAsync(address, sources, inquiry))),
        .. sources.Lists.Take(SourceBook.MostAddresses).Select(address => new Asked(
            _lists.IsDoubtful(address, sources.IsConfigured), AskListAsync(address, sources, inquiry))),
    ];

    private RevocationAnswer Judge(RevocationInquiry inquiry, Asked[] asked)
    {
        SourceHarvest[] harvests = [.. asked.Select(one => one.Harvest.Result)]; // completed
        var failures = harvests.Where(harvest => harvest.IsEmpty).Select(harvest => $"{harvest.Host}: {harvest.Why}").ToList();
        if (failures.Count < harvests.Length)
        {
            var (fact, why) = _judge.Judge(inquiry, harvests, MaxAge(inquiry));
            if (fact is not null)
            {
                return new RevocationAnswer.Known(fact);
            }

            failures.Add($"{string.Join(", ", harvests.Where(harvest => !harvest.IsEmpty).Select(harvest => harvest.Host).Distinct())}: {why}");
        }

        return new RevocationAnswer.Unavailable(
            failures.Count == 0 ? "Nobody can be asked." : string.Join("; ", failures) + ".",
            _clock.GetUtcNow() + _options.RetryAfter)
        {
            IsOverload = Array.Exists(harvests, harvest => harvest.IsOverload), // who was not asked might have settled it
        };
    }

    private async Task<SourceHarvest> AskResponderAsync(Uri address, Sources sources, RevocationInquiry inquiry)
    {
        var (response, why) = await _responders.AskAsync(address, sources.IsConfigured, inquiry, CancellationToken.None);
        return new SourceHarvest(HttpFetcher.HostOf(address), why.Why)
        {
            IsOverload = why.IsOverload,
            Response = response,
            Lists = response is null ? [] : await ListsAboutResponderAsync(response, inquiry),
        };
    }

    /// <summary>
    /// What decides whether a responder is revoked that its issuer did not except from that question (RFC 6960,
    /// 4.2.2.2.1). Lists only, and only of who is certified by the very issuer: nobody leads us round in circles.
    /// </summary>
    private async Task<ImmutableArray<CertificateList>> ListsAboutResponderAsync(OcspResponse response, RevocationInquiry inquiry)
    {
        var responder = response.Certificates.FirstOrDefault(certificate => response.IsBy(certificate));
        if (responder is null || responder.Profile.HasOcspNoCheck || responder.Equals(inquiry.Issuer)
            || !responder.IssuerName.Equals(inquiry.Issuer.SubjectName) || !IsIssued(responder, inquiry.Issuer)
            || !response.IsSignedBy(responder.PublicKey))
        {
            return [];
        }

        var configured = _sources.Of(responder, inquiry.Issuer);
        var asked = await Task.WhenAll(configured.Lists.Select(address => (Address: address, configured.IsConfigured))
            .Concat(_sources.Allowed(responder.Profile.CrlAddresses).Select(address => (Address: address, IsConfigured: false)))
            .DistinctBy(place => place.Address).Take(SourceBook.MostAddresses)
            .Select(place => _lists.GetAsync(place.Address, place.IsConfigured, inquiry.ListSince, CancellationToken.None).AsTask()));
        return [.. asked.Select(answer => answer.List).OfType<CertificateList>()];
    }

    private static bool IsIssued(Certificate certificate, Certificate issuer) => SignatureVerifier.Verify(
        issuer.PublicKey, certificate.SignatureAlgorithm, certificate.Signed.Span, certificate.SignatureValue.Span).IsValid;

    private async Task<SourceHarvest> AskListAsync(Uri address, Sources sources, RevocationInquiry inquiry)
    {
        var (list, why) = await _lists.GetAsync(address, sources.IsConfigured, inquiry.ListSince, CancellationToken.None);
        var harvest = new SourceHarvest(HttpFetcher.HostOf(address), why.Why) { IsOverload = why.IsOverload };
        if (list is null)
        {
            return harvest;
        }

        harvest = harvest with { Lists = await WithDeltaAsync(list, sources) };
        if (!_judge.IsGenuine(inquiry, harvest.Lists, MaxAge(inquiry)))
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
            var configured = sources.Deltas.Contains(address);
            if ((await _lists.GetAsync(address, configured, null, CancellationToken.None)).List is { BaseNumber: not null } delta)
            {
                return [list, delta];
            }
        }

        return [list];
    }

    private TimeSpan MaxAge(RevocationInquiry inquiry) => _sources.Configured(inquiry.Issuer)?.MaxAge ?? _options.MaxAge;

    private static IEnumerable<Uri> Freshest(CertificateList list) =>
        list.DeltaAddresses.Select(Sources.ReadAddress).OfType<Uri>();

    /// <param name="IsDoubtful">It failed when it was last asked.</param>
    /// <param name="Harvest">What it gives; never fails.</param>
    private sealed record Asked(bool IsDoubtful, Task<SourceHarvest> Harvest);
}
