using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Verification;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Makes one fact of what all sources gave: a final revocation wins over a hold, that over any clearance, and of those the
/// newest counts. The operator's own lists help to judge who may answer, and revoke; they clear nobody here.
/// </summary>
internal sealed class HarvestJudge(CurrentTrust trust, TimeProvider clock)
{
    private const string IssuingDistributionPoint = "2.5.29.28";

    /// <returns>The fact, or why there is none.</returns>
    public (RevocationFact? Fact, string Why) Judge(
        RevocationInquiry inquiry, IReadOnlyCollection<SourceHarvest> harvests, TimeSpan maxAge)
    {
        var question = QuestionOf(inquiry, maxAge);
        CertificateList[] lists = [.. harvests.SelectMany(harvest => harvest.Lists).Distinct()];
        OcspResponse[] responses = [.. harvests.Select(harvest => harvest.Response).OfType<OcspResponse>()];
        var all = Check(question, trust.Store.Material.With([.. lists], [.. responses]));
        if (all is RevocationStatus.Revoked revoked)
        {
            return (FactOf(inquiry, question, revoked, lists, responses), "");
        }

        CertificateList[] current = [.. lists.Where(list => !IsOutdated(list, inquiry))];
        var status = current.Length == lists.Length ? all
            : Check(question, trust.Store.Material.With([.. current], [.. responses]));
        if (status is RevocationStatus.Good good && !IsFrom(good, question, current, responses))
        {
            status = Check(question, new RevocationMaterial(current, responses)); // without what is at hand
        }

        return status switch
        {
            RevocationStatus.Good clear => (FactOf(inquiry, question, clear, current), ""),
            RevocationStatus.Unknown when current.Length < lists.Length => (null, "its list is outdated: a newer one has been seen"),
            RevocationStatus.Unknown unknown => (null, unknown.Detail.TrimEnd('.')),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Whether a list is worth keeping for other certificates: by the issuer's key, or by whoever else may sign it.</summary>
    public bool IsGenuine(RevocationInquiry inquiry, ImmutableArray<CertificateList> list, TimeSpan maxAge) =>
        list[0].IsSignedBy(inquiry.Issuer.PublicKey)
        || Check(QuestionOf(inquiry, maxAge), new RevocationMaterial(list, [])) is not RevocationStatus.Unknown;

    private RevocationQuestion QuestionOf(RevocationInquiry inquiry, TimeSpan maxAge)
    {
        var now = clock.GetUtcNow();
        return new RevocationQuestion(inquiry.Subject, inquiry.Issuer, inquiry.Anchor, now, now)
        {
            MaxAge = maxAge,
            Constraint = AlgorithmTable.Default.RefuseData,
        };
    }

    private RevocationStatus Check(RevocationQuestion question, RevocationMaterial material) =>
        trust.Store.Revocations.Check(question, material, CertificatePool.Empty);

    /// <summary>Another node has seen a newer list about everybody: this one's silence means nothing.</summary>
    private static bool IsOutdated(CertificateList list, RevocationInquiry inquiry) =>
        IsComplete(list) && list.ThisUpdate < inquiry.ListSince;

    private static bool IsComplete(CertificateList list) =>
        list.BaseNumber is null && list.Extensions.All(extension => extension.Oid != IssuingDistributionPoint);

    /// <summary>Whether a clearance is as of a time of which a source gave something.</summary>
    private static bool IsFrom(
        RevocationStatus.Good good, RevocationQuestion question, CertificateList[] lists, OcspResponse[] responses) =>
        Array.Exists(lists, list => list.ThisUpdate == good.AsOf)
        || AnswersAbout(question, responses).Any(answer => answer.ThisUpdate == good.AsOf);

    private static IEnumerable<OcspAnswer> AnswersAbout(RevocationQuestion question, OcspResponse[] responses) =>
        responses.SelectMany(response => response.Answers).Where(answer => answer.Id.Names(question.Subject, question.Issuer));

    private static RevocationFact FactOf(
        RevocationInquiry inquiry, RevocationQuestion question, RevocationStatus.Good good, CertificateList[] lists)
    {
        var oldest = good.AsOf + question.MaxAge;
        return new RevocationFact(
            RevocationKey.Of(inquiry), null, RevocationReason.Unspecified, good.AsOf,
            good.NextUpdate > oldest ? oldest : good.NextUpdate, question.Now, good.Source) // no cache outlasts it
        {
            IsFromCompleteList = Array.Exists(lists, list => IsComplete(list) && list.ThisUpdate == good.AsOf),
        };
    }

    // As of when a hold is known decides what may lift it; who else claims the same can only make that later.
    private static RevocationFact FactOf(
        RevocationInquiry inquiry, RevocationQuestion question, RevocationStatus.Revoked revoked, CertificateList[] lists, OcspResponse[] responses)
    {
        CertificateList[] listing = Array.FindAll(lists, list => list.ThisUpdate <= question.Now && Lists(list, question, revoked));
        var told = listing.Select(list => (list.ThisUpdate, list.NextUpdate))
            .Concat(AnswersAbout(question, responses)
                .Where(answer => answer.RevokedAt == revoked.At && answer.ThisUpdate <= question.Now)
                .Select(answer => (answer.ThisUpdate, answer.NextUpdate)))
            .OrderByDescending(item => item.ThisUpdate).ToArray();
        return new RevocationFact(
            RevocationKey.Of(inquiry), revoked.At, revoked.Reason,
            told is [var newest, ..] ? newest.ThisUpdate : question.Now, told is [var first, ..] ? first.NextUpdate : null,
            question.Now, revoked.Source)
        {
            IsFromCompleteList = Array.Exists(listing, list => IsComplete(list) && list.ThisUpdate == told[0].ThisUpdate),
        };
    }

    private static bool Lists(CertificateList list, RevocationQuestion question, RevocationStatus.Revoked revoked)
    {
        try
        {
            return list.Find(question.Subject.SerialBytes.Span) is { } entry
                && entry.RevokedAt == revoked.At && entry.Reason == revoked.Reason;
        }
        catch (CertificateFormatException)
        {
            return false;
        }
    }
}
