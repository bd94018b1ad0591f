using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Chooses of what all sources gave what is stored in a document: where they revoke, the word that does; else the newest
/// response that serves, and a list, which is larger, only where no response does.
/// </summary>
/// <param name="wish">What lacks.</param>
/// <param name="question">The question, and its judge.</param>
/// <param name="serves">Whether an answer is by who may give it, about the right certificate, and in time.</param>
internal sealed class EvidenceChooser(
    EvidenceWish.Status wish, EvidenceCase question, Func<EvidenceWish.Status, FetchedEvidence, bool> serves)
{
    public EvidenceCase Case => question;

    public bool IsGenuine(ImmutableArray<CertificateList> lists, OcspResponse? response) =>
        question.Judge.IsGenuine(question.Inquiry, lists, response, question.MaxAge);

    /// <returns>One response or list, or why there is none.</returns>
    public FetchedEvidence Choose(SourceHarvest[] harvests)
    {
        if (harvests.Length == 0)
        {
            return new FetchedEvidence("no source is named for it, and no allowed address in the certificate");
        }

        FetchedEvidence[] words =
        [
            .. harvests.Select(harvest => harvest.Response).OfType<OcspResponse>().OrderByDescending(AsOf)
                .Select(response => new FetchedEvidence("") { Response = response }),
            .. harvests.SelectMany(harvest => harvest.Lists).Distinct().OrderByDescending(list => list.ThisUpdate)
                .Select(list => new FetchedEvidence("") { List = list }),
        ];
        if (question.Judge.Judge(question.Inquiry, harvests, question.MaxAge).Fact is { RevokedAt: { } revokedAt } fact)
        {
            return words.FirstOrDefault(word => RevokedAt(word) == revokedAt && serves(wish, word))
                ?? new FetchedEvidence($"{fact.Source} calls it revoked since {revokedAt:u}");
        }

        return Array.Exists(words, word => word.List is { } list && IsUnreadable(list))
            ? new FetchedEvidence("a CRL has an entry about it that cannot be read")
            : words.FirstOrDefault(word => RevokedAt(word) is null && serves(wish, word)) ?? new FetchedEvidence(WhyNot(harvests));
    }

    private string WhyNot(SourceHarvest[] harvests) => string.Join("; ", harvests.Select(harvest => $"{harvest.Host}: {WhyNot(harvest)}").Distinct());

    private string WhyNot(SourceHarvest harvest) => harvest switch
    {
        { IsEmpty: true } => harvest.Why,
        { Response: { } response } when !response.About(wish.Subject, wish.Issuer).Any() => "its answer is about another certificate",
        { Response: not null } => "its answer does not decide it",
        _ => $"its CRL of {harvest.Lists[0].ThisUpdate:u} does not decide it",
    };

    private DateTimeOffset AsOf(OcspResponse response) =>
        response.About(wish.Subject, wish.Issuer).Select(answer => answer.ThisUpdate).DefaultIfEmpty().Max();

    private DateTimeOffset? RevokedAt(FetchedEvidence word) => word switch
    {
        { Response: { } response } => response.About(wish.Subject, wish.Issuer).Select(answer => answer.RevokedAt).Max(),
        { List: { } list } when !IsUnreadable(list) => list.Find(wish.Subject.SerialBytes.Span)?.RevokedAt,
        _ => null,
    };

    // Whoever signed it: where a list names the certificate in a way that nobody can read, nobody clears it.
    private bool IsUnreadable(CertificateList list)
    {
        try
        {
            list.Find(wish.Subject.SerialBytes.Span);
            return false;
        }
        catch (CertificateFormatException)
        {
            return true;
        }
    }
}
