namespace Licenses.Trust.Fetching;

/// <summary>
/// Asks the sources themselves, all of an issuer's at once. What they give is a fact only after the trust store has verified
/// who signed it, about whom, and as of when; whoever knows of a revocation is heard.
/// </summary>
public sealed class RevocationFetcher : IRevocationSource
{
    private readonly CurrentTrust _trust;
    private readonly RevocationFetchOptions _options;
    private readonly TimeProvider _clock;
    private readonly SourceHarvester _sources;
    private readonly HarvestJudge _judge;

    public RevocationFetcher(HttpFetcher http, CurrentTrust trust, RevocationFetchOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _trust = trust;
        _options = options;
        _clock = clock;
        _sources = new SourceHarvester(http, options, clock);
        _judge = new HarvestJudge(trust, clock);
    }

    public UInt128 Basis => _trust.Store.Basis;

    public bool CanAsk(RevocationInquiry inquiry)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        return _sources.CanAsk(inquiry.Subject, inquiry.Issuer);
    }

    public RevocationFact? Recall(RevocationInquiry inquiry) => null;

    /// <summary>Asks all; one that failed when it was last asked is waited for only where the others do not settle it.</summary>
    public ValueTask<RevocationAnswer> AskAsync(RevocationInquiry inquiry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inquiry);
        var maxAge = _sources.Book.Configured(inquiry.Issuer)?.MaxAge ?? _options.MaxAge;
        var order = new HarvestOrder(inquiry, (lists, response) => _judge.IsGenuine(inquiry, lists, response, maxAge));
        return _sources.AskAsync(
            order,
            harvests =>
            {
                var answer = Judge(inquiry, harvests, maxAge);
                return (answer, answer is RevocationAnswer.Known);
            },
            cancellationToken);
    }

    private RevocationAnswer Judge(RevocationInquiry inquiry, SourceHarvest[] harvests, TimeSpan maxAge)
    {
        var failures = harvests.Where(harvest => harvest.IsEmpty).Select(harvest => $"{harvest.Host}: {harvest.Why}").ToList();
        if (failures.Count < harvests.Length)
        {
            var (fact, why) = _judge.Judge(inquiry, harvests, maxAge);
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
}
