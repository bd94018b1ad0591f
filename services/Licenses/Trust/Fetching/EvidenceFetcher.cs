using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Fetches the very bytes that long-term validation data is made of: OCSP responses, CRLs and issuers' certificates. All of an
/// issuer's sources are asked at once, as a verification asks them, and by the same rules: whoever knows of a revocation is
/// heard, and then nobody's "good" is taken.
/// </summary>
/// <param name="http">Fetches.</param>
/// <param name="options">Whom to ask.</param>
/// <param name="clock">Now.</param>
public sealed class EvidenceFetcher(HttpFetcher http, RevocationFetchOptions options, TimeProvider clock)
{
    private readonly SourceHarvester _sources = new(http, options, clock);
    private readonly IssuerFetcher _issuers = new(http, new SourceBook(options.Issuers, http.Policy));

    /// <summary>Whether there is anybody to ask about a certificate.</summary>
    internal bool CanAsk(Certificate subject, Certificate issuer) => _sources.CanAsk(subject, issuer);

    /// <summary>Asks, and chooses of what came what serves.</summary>
    /// <param name="wish">What lacks.</param>
    /// <param name="atHand">Whose word counts, and what is known already.</param>
    /// <param name="serves">Whether an answer is by who may give it, about the right certificate, and in time.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    internal ValueTask<FetchedEvidence> FetchAsync(
        EvidenceWish wish,
        TrustStore atHand,
        Func<EvidenceWish.Status, FetchedEvidence, bool> serves,
        CancellationToken cancellationToken) => wish switch
        {
            EvidenceWish.Status status => FetchAsync(status, new EvidenceChooser(status, Judged(status, atHand), serves), cancellationToken),
            EvidenceWish.IssuerOf issuer => _issuers.FetchAsync(issuer, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private ValueTask<FetchedEvidence> FetchAsync(
        EvidenceWish.Status wish, EvidenceChooser chooser, CancellationToken cancellationToken)
    {
        var order = new HarvestOrder(chooser.Case.Inquiry, chooser.IsGenuine)
        {
            ByListOnly = wish.ByListOnly, MayRemember = true, NewerThan = wish.NewerThan,
        };
        return _sources.AskAsync(
            order,
            harvests =>
            {
                var chosen = chooser.Choose(harvests);
                return (chosen, !chosen.IsEmpty);
            },
            cancellationToken);
    }

    /// <summary>
    /// The question and who judges it: by the anchor that vouches for the certificate. Data may be embedded under roots that are
    /// not named here; then nothing but what the issuer itself stands behind counts.
    /// </summary>
    private EvidenceCase Judged(EvidenceWish.Status wish, TrustStore atHand)
    {
        var request = new PathRequest(wish.Subject, clock.GetUtcNow(), CertificatePurpose.Any, new CertificatePool([wish.Issuer]));
        var path = atHand.Paths.FindAll(request).FirstOrDefault(path => path.Certificates.Length > 0 && path.IssuerOf(0).Equals(wish.Issuer));
        var anchor = path?.Anchor ?? new TrustAnchor(wish.Issuer);
        var trust = path is null
            ? new TrustStore([anchor], atHand.Paths.Intermediates.All, atHand.Material).With(atHand.Algorithms)
            : atHand;
        return new EvidenceCase(
            new RevocationInquiry(wish.Subject, wish.Issuer, anchor),
            new HarvestJudge(new CurrentTrust(trust, clock), clock),
            _sources.Book.Configured(wish.Issuer)?.MaxAge ?? options.MaxAge);
    }
}
