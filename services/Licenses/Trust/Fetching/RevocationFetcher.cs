using Licenses.Crypto.X509;
using Licenses.Verification;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Asks the sources themselves: the issuer's responders, then its lists. Where they are the operator says; what a
/// certificate says counts only for hosts that the operator allows. An answer is a fact only after the trust store has
/// verified who signed it, about whom, and as of when.
/// </summary>
public sealed class RevocationFetcher : IRevocationSource
{
    private const string IssuingDistributionPoint = "2.5.29.28";

    private readonly CurrentTrust _trust;
    private readonly RevocationFetchOptions _options;
    private readonly FetchPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly OcspFetcher _responders;
    private readonly ListFetcher _lists;
    private readonly SourceBook _sources;

    public RevocationFetcher(HttpFetcher http, CurrentTrust trust, RevocationFetchOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(http);
        _trust = trust;
        _options = options;
        _policy = http.Policy;
        _clock = clock;
        _responders = new OcspFetcher(http, options);
        _lists = new ListFetcher(http, options, clock);
        _sources = new SourceBook(options.Issuers, http.Policy);
    }

    public UInt128 Basis => _trust.Store.Basis;

    public bool CanAsk(RevocationInquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        var sources = _sources.Of(inquiry.Subject, inquiry.Issuer);
        return !sources.Ocsp.IsEmpty || !sources.Lists.IsEmpty;
    }

    public RevocationFact? Recall(RevocationInquiry inquiry) => null;

    public async ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        var sources = _sources.Of(inquiry.Subject, inquiry.Issuer);
        var failures = new List<string>();
        foreach (var address in sources.Ocsp.Take(SourceBook.MostAddresses))
        {
            var (response, why) = await _responders.AskAsync(address, sources.IsConfigured, inquiry, cancellationToken);
            if (response is not null && Judge(inquiry, new RevocationMaterial([], [response]), out why) is { } fact)
            {
                return new RevocationAnswer.Known(fact);
            }

            failures.Add($"{HttpFetcher.HostOf(address)}: {why}");
        }

        foreach (var address in sources.Lists.Take(SourceBook.MostAddresses))
        {
            var (list, why) = await _lists.GetAsync(
                address, sources.IsConfigured, inquiry.ListSince, cancellationToken);
            if (list is not null)
            {
                if (Judge(inquiry, await WithDeltaAsync(list, sources, cancellationToken), out why) is { } fact)
                {
                    return new RevocationAnswer.Known(fact);
                }

                _lists.Forget(address); // nobody has verified it before: it may be a forgery of tomorrow
            }

            failures.Add($"{HttpFetcher.HostOf(address)}: {why}");
        }

        return new RevocationAnswer.Unavailable(
            failures.Count == 0 ? "Nobody can be asked." : string.Join("; ", failures) + ".",
            _clock.GetUtcNow() + _options.RetryAfter);
    }

    /// <summary>A list that cannot be completed by its delta still counts for what it is.</summary>
    private async ValueTask<RevocationMaterial> WithDeltaAsync(
        CertificateList list, Sources sources, CancellationToken cancellationToken)
    {
        foreach (var address in sources.Deltas.Concat(Freshest(list).Where(_policy.IsAllowed)).Take(SourceBook.MostAddresses))
        {
            var configured = sources.Deltas.Contains(address);
            if ((await _lists.GetAsync(address, configured, null, cancellationToken)).List is { BaseNumber: not null } delta)
            {
                return new RevocationMaterial([list, delta], []);
            }
        }

        return new RevocationMaterial([list], []);
    }

    private RevocationFact? Judge(RevocationInquiry inquiry, RevocationMaterial material, out string why)
    {
        var now = _clock.GetUtcNow();
        DateTimeOffset? reliable = null;
        var maxAge = _sources.Configured(inquiry.Issuer)?.MaxAge ?? _options.MaxAge;
        var question = new RevocationQuestion(inquiry.Subject, inquiry.Issuer, inquiry.Anchor, now, now)
        {
            MaxAge = maxAge,
            Constraint = (algorithm, signer, time) =>
            {
                reliable = AlgorithmTable.Earlier(reliable, AlgorithmTable.Default.EndOf(algorithm, signer));
                return AlgorithmTable.Default.RefuseData(algorithm, signer, time);
            },
        };
        why = "";
        var judgedBy = _trust.Store; // it may be replaced meanwhile
        switch (judgedBy.Revocations.Check(question, material, CertificatePool.Empty))
        {
            case RevocationStatus.Good good:
                return FactOf(inquiry, material, now, good.Source) with
                {
                    Basis = judgedBy.Basis,
                    ReliableUntil = reliable,
                    AsOf = good.AsOf,
                    NextUpdate = good.NextUpdate > good.AsOf + maxAge ? good.AsOf + maxAge : good.NextUpdate, // no cache outlasts it
                };
            case RevocationStatus.Revoked revoked:
                return FactOf(inquiry, material, now, revoked.Source) with
                {
                    Basis = judgedBy.Basis, RevokedAt = revoked.At, Reason = revoked.Reason,
                };
            case RevocationStatus.Unknown unknown:
                why = unknown.Detail.TrimEnd('.');
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static RevocationFact FactOf(
        RevocationInquiry inquiry, RevocationMaterial material, DateTimeOffset now, string source)
    {
        var list = material.Lists.MaxBy(list => list.ThisUpdate);
        var answer = material.Responses.SelectMany(response => response.Answers)
            .FirstOrDefault(answer => answer.Id.Names(inquiry.Subject, inquiry.Issuer));
        return new RevocationFact(
            RevocationKey.Of(inquiry), null, RevocationReason.Unspecified,
            list?.ThisUpdate ?? answer?.ThisUpdate ?? now, list?.NextUpdate ?? answer?.NextUpdate, now, source)
        {
            IsFromCompleteList = material.Lists.Count() == 1 && list is not null
                && list.Extensions.All(extension => extension.Oid != IssuingDistributionPoint),
        };
    }

    private static IEnumerable<Uri> Freshest(CertificateList list) =>
        list.DeltaAddresses.Select(Sources.ReadAddress).OfType<Uri>();
}
