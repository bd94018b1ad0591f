using Licenses.Crypto.Asn1;
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

    /// <summary>What does not say how long it stands could be played back for so long.</summary>
    private static readonly TimeSpan LongestWithoutEnd = TimeSpan.FromDays(1);

    /// <returns>The fact, or why there is none.</returns>
    public (RevocationFact? Fact, string Why) Judge(
        RevocationInquiry inquiry, IReadOnlyCollection<SourceHarvest> harvests, TimeSpan maxAge)
    {
        var session = new Session(inquiry, trust.Store, clock.GetUtcNow(), maxAge); // the store may be replaced meanwhile
        CertificateList[] lists = [.. harvests.SelectMany(harvest => harvest.Lists).Distinct()];
        OcspResponse[] responses = [.. harvests.Select(harvest => harvest.Response).OfType<OcspResponse>()];
        var all = session.CheckWithAtHand(lists, responses);
        if (all is RevocationStatus.Revoked revoked)
        {
            return (session.FactOf(revoked, lists, responses), "");
        }

        CertificateList[] current = [.. lists.Where(list => !IsOutdated(list, inquiry))];
        var status = current.Length == lists.Length ? all : session.CheckWithAtHand(current, responses);
        if (status is RevocationStatus.Good good && !session.IsFrom(good, current, responses))
        {
            status = session.Check(new RevocationMaterial(current, responses)); // without what is at hand
        }

        return status switch
        {
            RevocationStatus.Good clear => (session.FactOf(clear, current), ""),
            RevocationStatus.Unknown when current.Length < lists.Length => (null, "its list is outdated: a newer one has been seen"),
            RevocationStatus.Unknown unknown => (null, unknown.Detail.TrimEnd('.')),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// Whether what a source gave is worth keeping for others: a list by the issuer's key or by whoever else may sign it, or a
    /// response by who may answer.
    /// </summary>
    public bool IsGenuine(
        RevocationInquiry inquiry, ImmutableArray<CertificateList> lists, OcspResponse? response, TimeSpan maxAge) =>
        (response is null && lists[0].IsSignedBy(inquiry.Issuer.PublicKey))
        || new Session(inquiry, trust.Store, clock.GetUtcNow(), maxAge)
            .Check(new RevocationMaterial(lists, response is null ? [] : [response])) is not RevocationStatus.Unknown;

    /// <summary>Another node has seen a newer list about everybody: this one's silence means nothing.</summary>
    private static bool IsOutdated(CertificateList list, RevocationInquiry inquiry) =>
        IsComplete(list) && list.ThisUpdate < inquiry.ListSince;

    private static bool IsComplete(CertificateList list) =>
        list.BaseNumber is null && list.Extensions.All(extension => extension.Oid != IssuingDistributionPoint);

    /// <summary>One judgement: by one trust, at one time.</summary>
    private sealed class Session
    {
        private readonly RevocationInquiry _inquiry;
        private readonly TrustStore _trust;
        private readonly RevocationQuestion _question;
        private readonly TimeSpan _maxAge;
        private DateTimeOffset? _reliable;

        public Session(RevocationInquiry inquiry, TrustStore trust, DateTimeOffset now, TimeSpan maxAge)
        {
            (_inquiry, _trust, _maxAge) = (inquiry, trust, maxAge);
            _question = new RevocationQuestion(inquiry.Subject, inquiry.Issuer, inquiry.Anchor, now, now)
            {
                MaxAge = maxAge, MaxAgeWithoutEnd = WithoutEnd, Constraint = RefuseData, AboutSigners = trust.Material,
            };
        }

        public RevocationStatus CheckWithAtHand(CertificateList[] lists, OcspResponse[] responses) =>
            Check(_trust.Material.With([.. lists], [.. responses]));

        public RevocationStatus Check(RevocationMaterial material) =>
            _trust.Revocations.Check(_question, material, CertificatePool.Empty);

        /// <summary>Whether a clearance is as of a time of which a source gave something.</summary>
        public bool IsFrom(RevocationStatus.Good good, CertificateList[] lists, OcspResponse[] responses) =>
            Array.Exists(lists, list => list.ThisUpdate == good.AsOf)
            || Answers(responses).Any(answer => answer.ThisUpdate == good.AsOf);

        public RevocationFact FactOf(RevocationStatus.Good good, CertificateList[] lists) => new(
            RevocationKey.Of(_inquiry), null, RevocationReason.Unspecified, good.AsOf, EndOf(good.AsOf, good.NextUpdate), _question.Now, good.Source)
        {
            Basis = _trust.Basis,
            ReliableUntil = _reliable,
            IsFromCompleteList = Array.Exists(lists, list => list.ThisUpdate == good.AsOf && IsComplete(list) && IsOwn(list)),
        };

        // As of when a hold is known decides what may lift it: as of the newest that says the same.
        public RevocationFact FactOf(RevocationStatus.Revoked revoked, CertificateList[] lists, OcspResponse[] responses)
        {
            var listing = Array.FindAll(
                lists, list => list.ThisUpdate <= _question.Now && Names(list, revoked) && IsOwn(list));
            var newest = listing.Select(list => (list.ThisUpdate, list.NextUpdate, IsComplete: IsComplete(list)))
                .Concat(Answers(responses)
                    .Where(answer => answer.RevokedAt == revoked.At && answer.ThisUpdate <= _question.Now)
                    .Select(answer => (answer.ThisUpdate, answer.NextUpdate, IsComplete: false)))
                .DefaultIfEmpty((ThisUpdate: _question.Now, NextUpdate: null, IsComplete: false))
                .MaxBy(item => item.ThisUpdate);
            return new RevocationFact(
                RevocationKey.Of(_inquiry), revoked.At, revoked.Reason, newest.ThisUpdate,
                newest.NextUpdate ?? EndOf(newest.ThisUpdate, null), _question.Now, revoked.Source)
            {
                Basis = _trust.Basis, IsFromCompleteList = newest.IsComplete,
            };
        }

        private TimeSpan WithoutEnd => _maxAge < LongestWithoutEnd ? _maxAge : LongestWithoutEnd;

        // No cache outlasts the policy's age.
        private DateTimeOffset EndOf(DateTimeOffset asOf, DateTimeOffset? nextUpdate) =>
            nextUpdate is null ? asOf + WithoutEnd
            : nextUpdate < asOf + _maxAge ? nextUpdate.Value
            : asOf + _maxAge;

        /// <summary>By the issuer's own key: nobody else's times are taken for its.</summary>
        private bool IsOwn(CertificateList list) => list.IsSignedBy(_inquiry.Issuer.PublicKey);

        private IEnumerable<OcspAnswer> Answers(OcspResponse[] responses) => responses
            .SelectMany(response => response.Answers)
            .Where(answer => answer.Id.Names(_question.Subject, _question.Issuer));

        private bool Names(CertificateList list, RevocationStatus.Revoked revoked)
        {
            try
            {
                return list.Find(_question.Subject.SerialBytes.Span) is { } entry
                    && entry.RevokedAt == revoked.At && entry.Reason == revoked.Reason;
            }
            catch (CertificateFormatException)
            {
                return false;
            }
        }

        // What is refused is not relied on; of all the rest the first to end counts.
        private string? RefuseData(AlgorithmIdentifier algorithm, SubjectPublicKeyInfo signer, DateTimeOffset time)
        {
            var refusal = _trust.Algorithms.RefuseData(algorithm, signer, time);
            if (refusal is null)
            {
                _reliable = AlgorithmTable.Earlier(_reliable, _trust.Algorithms.EndOf(algorithm, signer));
            }

            return refusal;
        }
    }
}
