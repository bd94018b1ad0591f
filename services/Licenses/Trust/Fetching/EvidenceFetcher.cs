using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Fetches the very bytes that long-term validation data is made of: OCSP responses, CRLs and issuers' certificates. From
/// the operator's sources first; what a certificate says counts only for hosts that the operator allows.
/// </summary>
/// <param name="http">Fetches.</param>
/// <param name="options">Whom to ask.</param>
/// <param name="clock">Now.</param>
public sealed class EvidenceFetcher(HttpFetcher http, RevocationFetchOptions options, TimeProvider clock)
{
    private const int LargestCertificate = 64 * 1024;

    private readonly OcspFetcher _responders = new(http, options, clock);
    private readonly ListFetcher _lists = new(http, options, clock);
    private readonly SourceBook _sources = new(options.Issuers, http.Policy);

    /// <summary>Asks one source after another until one gives what serves.</summary>
    /// <param name="wish">What lacks.</param>
    /// <param name="serves">Whether an answer is by who may give it, about the right certificate, and in time.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    internal ValueTask<FetchedEvidence> FetchAsync(
        EvidenceWish wish, Func<EvidenceWish.Status, FetchedEvidence, bool> serves, CancellationToken cancellationToken) => wish switch
        {
            EvidenceWish.Status status => FetchAsync(status, serves, cancellationToken),
            EvidenceWish.IssuerOf issuer => FetchAsync(issuer, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async ValueTask<FetchedEvidence> FetchAsync(
        EvidenceWish.Status wish, Func<EvidenceWish.Status, FetchedEvidence, bool> serves, CancellationToken cancellationToken)
    {
        var sources = _sources.Of(wish.Subject, wish.Issuer);
        var failures = new List<string>();
        foreach (var address in wish.ByListOnly ? [] : sources.Ocsp.Take(SourceBook.MostAddresses))
        {
            var inquiry = new RevocationInquiry(wish.Subject, wish.Issuer, new TrustAnchor(wish.Issuer));
            var (response, shortfall) = await _responders.AskAsync(address, sources.IsConfigured, inquiry, cancellationToken);
            string why = shortfall.Why;
            if (response is not null && Judge(wish, response, serves, out why) is { } fetched)
            {
                return fetched;
            }

            failures.Add($"{HttpFetcher.HostOf(address)}: {why}");
        }

        foreach (var address in sources.Lists.Take(SourceBook.MostAddresses))
        {
            var (list, shortfall) = await _lists.GetAsync(address, sources.IsConfigured, wish.At, cancellationToken);
            string why = shortfall.Why;
            if (list is not null)
            {
                var fetched = new FetchedEvidence("") { List = list };
                if (serves(wish, fetched))
                {
                    return fetched;
                }

                _lists.Forget(address);
                why = $"its CRL of {list.ThisUpdate:u} does not decide it";
            }

            failures.Add($"{HttpFetcher.HostOf(address)}: {why}");
        }

        return new FetchedEvidence(failures.Count == 0
            ? "no source is named for it, and no allowed address in the certificate"
            : string.Join("; ", failures));
    }

    private static FetchedEvidence? Judge(
        EvidenceWish.Status wish, OcspResponse response, Func<EvidenceWish.Status, FetchedEvidence, bool> serves, out string why)
    {
        var fetched = new FetchedEvidence("") { Response = response };
        why = response.Answers.Any(answer => answer.Id.Names(wish.Subject, wish.Issuer))
            ? "its answer does not decide it"
            : "its answer is about another certificate";
        return serves(wish, fetched) ? fetched : null;
    }

    private async ValueTask<FetchedEvidence> FetchAsync(EvidenceWish.IssuerOf wish, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var address in _sources.Allowed(wish.Subject.Profile.IssuerAddresses).Take(SourceBook.MostAddresses))
        {
            var order = new FetchOrder("certificate", address, LargestCertificate) { Accept = "application/pkix-cert" };
            var (issuer, why) = Read(await http.FetchAsync(order, cancellationToken));
            if (issuer is not null && issuer.SubjectName.Equals(wish.Subject.IssuerName))
            {
                return new FetchedEvidence("") { Issuer = issuer };
            }

            failures.Add($"{HttpFetcher.HostOf(address)}: {(issuer is null ? why : "the certificate is another's")}");
        }

        return new FetchedEvidence(string.Join("; ", failures));
    }

    private static (Certificate? Issuer, string Why) Read(FetchOutcome outcome)
    {
        try
        {
            return outcome switch
            {
                FetchOutcome.Fetched fetched => (Certificate.Decode(fetched.Bytes), ""),
                FetchOutcome.Failed failed => (null, failed.Detail),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (CertificateFormatException exception)
        {
            return (null, exception.Message);
        }
    }
}
