using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>
/// Finds what a certificate's long-term validation takes (EN 319 142-1, 6.3, level B-LT): the chain up to a root, and for
/// each certificate of it a CRL or an OCSP response that its issuer stands behind; the responders' own chains too.
/// Signatures are checked, trust is not judged.
/// </summary>
/// <param name="pool">Where to look.</param>
/// <param name="mustBeDelegated">
/// A responder that is not the issuer must have been certified by it (RFC 6960, 4.2.2.2). False where only the presence
/// of data is asked about: other validators take any responder whose chain they trust.
/// </param>
/// <param name="provenBefore">
/// A time that counts and lies before this one must be followed by the data: what was said just before it, however long it
/// was in force, settles nothing once it has run out (EN 319 102-1, 5.6.2.2). Null: data in force at that time will do.
/// </param>
internal sealed class EvidenceFinder(EvidencePool pool, bool mustBeDelegated, DateTimeOffset? provenBefore = null)
{
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9"; // id-kp-OCSPSigning
    private const string CommonName = "2.5.4.3";
    private const int Deepest = 12;
    private const int MostSteps = 128; // a document may hold any number of cross certificates

    private static readonly ChainEvidence Unlooked = ChainEvidence.Lacking(
        $"可在限度内查验的材料（{WorkBudget.LimitReachedZh}）", $"material that can be looked at ({WorkBudget.LimitReached})");

    private int _steps;

    /// <summary>
    /// Whether somebody can be asked about a certificate under an issuer: then a list that stays in force until the certificate
    /// ends does not stand in for one that is newer than the proof. Nobody, unless told.
    /// </summary>
    public Func<Certificate, Certificate, bool> CanAsk { get; init; } = (_, _) => false;

    /// <param name="leaf">A signer's, a timestamp authority's or a responder's certificate.</param>
    /// <param name="at">
    /// The time that counts: data must be of then or later, or still have been in force when it is known to have existed.
    /// </param>
    public ChainEvidence Find(Certificate leaf, DateTimeOffset at)
    {
        _steps = 0;
        return Walk(leaf, at, Deepest);
    }

    private ChainEvidence Walk(Certificate subject, DateTimeOffset at, int depth)
    {
        var own = ChainEvidence.Of(subject);
        if (pool.IsEnd(subject))
        {
            return own;
        }

        if (pool.Work.IsSpent)
        {
            return own.And(Unlooked);
        }

        ChainEvidence? best = null;
        foreach (var issuer in depth > 0 ? pool.IssuersOf(subject) : [])
        {
            if (++_steps > MostSteps)
            {
                break;
            }

            var found = own.And(StatusOf(subject, issuer, at, mayAskResponders: true)).And(Walk(issuer, at, depth - 1));
            if (found.IsComplete)
            {
                return found;
            }

            best = best is null || found.Missing.Length < best.Missing.Length ? found : best;
        }

        return pool.Work.IsSpent ? own.And(Unlooked) : best ?? own.And(ChainEvidence.Lacking(new EvidenceWish.IssuerOf(subject, new(
            $"“{IssuerOf(subject)}”的证书（其签发了“{NameOf(subject)}”）",
            $"the certificate of {IssuerOf(subject)}, which issued {NameOf(subject)}"))));
    }

    private ChainEvidence StatusOf(Certificate subject, Certificate issuer, DateTimeOffset at, bool mayAskResponders)
    {
        var late = new List<CertificateList>();
        StatusWord[] said =
        [
            .. mayAskResponders && !subject.Profile.HasOcspNoCheck ? ByResponses(subject, issuer, at) : [],
            .. ByLists(new Search(subject, issuer, at, mayAskResponders), late),
        ];

        // Whoever knows of a revocation is heard, however old his word is, unless it was a hold that has been lifted since.
        ChainEvidence[] found = [.. said.Where(word => !Array.Exists(said, word.IsLiftedBy)).Select(word => word.Evidence)];
        var revoking = found.FirstOrDefault(evidence => !evidence.Revocations.IsEmpty);
        if (subject.Profile.HasOcspNoCheck)
        {
            return revoking ?? ChainEvidence.Empty; // RFC 6960, 4.2.2.2.1: nobody need ask; what its issuer says unasked counts
        }

        return revoking
            ?? found.FirstOrDefault(evidence => evidence.IsComplete)
            ?? found.FirstOrDefault()
            ?? ChainEvidence.Lacking(
                new EvidenceWish.Status(subject, issuer, at, late is [var old, ..] ? TooOld(subject, old, at) : Nothing(subject))
                {
                    ByListOnly = !mayAskResponders,
                    NewerThan = mayAskResponders && at < provenBefore ? at : null,
                });
    }

    /// <summary>Whether an item of the pool answers a wish: it is about the certificate, by who may say so, and in time.</summary>
    public bool Serves(EvidenceWish.Status wish, object item)
    {
        var found = StatusOf(wish.Subject, wish.Issuer, wish.At, !wish.ByListOnly);
        return found.Lists.Any(list => ReferenceEquals(list, item)) || found.Responses.Any(response => ReferenceEquals(response, item));
    }

    private IEnumerable<StatusWord> ByResponses(Certificate subject, Certificate issuer, DateTimeOffset at)
    {
        var spoken = pool.Responses.Where(_ => pool.Work.TakeSteps(1)).SelectMany(known => known.Value.About(subject, issuer)
            .Where(answer => answer.RevokedAt is { } revoked
                ? answer.ThisUpdate <= known.Since || revoked <= at
                : answer.IsGood && IsInTime((answer.ThisUpdate, answer.NextUpdate), known.Since, at))
            .GroupBy(answer => (answer.IsGood, answer.Reason == RevocationReason.CertificateHold)) // the newest of each kind speaks for the response
            .Select(answers => (Known: known, Answer: answers.MaxBy(answer => answer.ThisUpdate)!)));
        foreach (var (known, answer) in spoken.OrderByDescending(pair => pair.Answer.ThisUpdate))
        {
            if (ResponderOf(known, issuer) is { } responder)
            {
                var evidence = responder with
                {
                    Responses = [.. responder.Responses, known.Value],
                    Revocations = answer.RevokedAt is { } revoked ? [(subject, revoked)] : [],
                };
                yield return new StatusWord(evidence, answer.ThisUpdate, IsList: false, answer.RevokedAt is null ? null : answer.Reason);
            }
        }
    }

    // RFC 6960, 4.2.2.2: the issuer itself, or a responder that it certified for this.
    private ChainEvidence? ResponderOf(Known<OcspResponse> known, Certificate issuer)
    {
        var response = known.Value;
        foreach (var responder in pool.Responders(response).Where(responder => response.IsSignedBy(responder.PublicKey, pool.Work)))
        {
            if (responder.PublicKey.Encoded.Span.SequenceEqual(issuer.PublicKey.Encoded.Span))
            {
                return ChainEvidence.Of(responder);
            }

            if (pool.IsAnchor(responder))
            {
                return ChainEvidence.Of(responder);
            }

            if (responder.ExtendedKeyUsages is not { } usages || !usages.Contains(OcspSigning))
            {
                continue;
            }

            var issuers = pool.IssuersOf(responder).ToArray();
            if (issuers.Contains(issuer) || (!mustBeDelegated && issuers.Length > 0))
            {
                var above = issuers.Contains(issuer) ? issuer : issuers[0];
                var status = StatusOf(responder, above, known.Since, mayAskResponders: false);
                if (!status.Revocations.Any(revocation => revocation.At <= known.Since))
                {
                    return ChainEvidence.Of(responder, above).And(status);
                }
            }
        }

        return null;
    }

    /// <param name="search">About whom.</param>
    /// <param name="late">Takes those that would do if they were newer.</param>
    private IEnumerable<StatusWord> ByLists(Search search, List<CertificateList> late)
    {
        var (subject, issuer, at, mayAskResponders) = search;
        bool isNewest = true;
        foreach (var known in pool.ListsAbout(subject))
        {
            var list = known.Value;
            if (SignerOf(list, subject, issuer) is not { } signer)
            {
                continue;
            }

            var revoked = RevocationIn(list, subject);
            bool isHeard = revoked is not null && (list.ThisUpdate <= known.Since || revoked.RevokedAt <= at);
            bool isInTime = mayAskResponders
                ? IsInTime((list.ThisUpdate, list.NextUpdate), known.Since, at) || (isNewest && StandsToTheEnd(list, search, known.Since))
                : IsInForce(list, known.Since, at);
            if (isHeard || isInTime)
            {
                yield return new StatusWord(
                    ChainEvidence.Of(signer) with { Lists = [list], Revocations = revoked is null ? [] : [(subject, revoked.RevokedAt)] },
                    list.ThisUpdate, IsList: true, revoked?.Reason);
            }
            else
            {
                late.Add(list);
            }

            isNewest = false;
        }
    }

    private static RevokedCertificate? RevocationIn(CertificateList list, Certificate subject)
    {
        try
        {
            return list.Find(subject.SerialBytes.Span);
        }
        catch (CertificateFormatException)
        {
            // There is an entry, and whatever it says is not "good".
            return new RevokedCertificate(subject.SerialBytes, DateTimeOffset.MinValue, RevocationReason.Unspecified, null);
        }
    }

    private Certificate? SignerOf(CertificateList list, Certificate subject, Certificate issuer) => list.IsSignedBy(issuer.PublicKey, pool.Work)
        ? issuer
        : pool.FindBySubject(subject).Where(other => other.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSign))
            .OrderByDescending(list.Names).FirstOrDefault(other => list.IsSignedBy(other.PublicKey, pool.Work));

    // Newer than what is to be kept; in force is enough for what nothing proves yet.
    private bool IsInTime((DateTimeOffset This, DateTimeOffset? Next) update, DateTimeOffset since, DateTimeOffset at) =>
        update.This <= since && (update.This >= at || (update.Next >= since && !(at < provenBefore)));

    // The newest there is, and in force until the certificate itself ends: there is no later one to wait for. Where somebody can
    // be asked there may be; and when the list has ended, it settles nothing any more.
    private bool StandsToTheEnd(CertificateList list, Search search, DateTimeOffset since) =>
        list.ThisUpdate <= since && list.NextUpdate >= since && list.NextUpdate >= search.Subject.NotAfter
        && !CanAsk(search.Subject, search.Issuer);

    // A responder's status counts as of when its answer is known to exist; a list that was in force then tells it.
    private static bool IsInForce(CertificateList list, DateTimeOffset since, DateTimeOffset at) =>
        list.ThisUpdate <= since && (list.ThisUpdate >= at || list.NextUpdate >= at);

    private LocalizedText TooOld(Certificate subject, CertificateList list, DateTimeOffset at) => at < provenBefore
        ? new(
            $"“{IssuerOf(subject)}”关于“{NameOf(subject)}”的、发布于{at:yyyy-MM-dd HH:mm:ss}Z或之后的CRL（现有最新一份发布于{list.ThisUpdate:yyyy-MM-dd HH:mm:ss}Z，"
                + $"下一份应于{list.NextUpdate:yyyy-MM-dd HH:mm:ss}Z发布，请届时再试）",
            $"a CRL by {IssuerOf(subject)} about {NameOf(subject)} of {at:u} or later "
                + $"(the newest at hand is of {list.ThisUpdate:u}; come back at {list.NextUpdate:u}, when the next one is due)")
        : new(
            $"“{IssuerOf(subject)}”关于“{NameOf(subject)}”的有效CRL（现有最新一份发布于{list.ThisUpdate:yyyy-MM-dd HH:mm:ss}Z，不适用）",
            $"a CRL by {IssuerOf(subject)} about {NameOf(subject)} that is in force "
                + $"(the newest at hand is of {list.ThisUpdate:u}, next update {list.NextUpdate:u})");

    private static LocalizedText Nothing(Certificate subject) => new(
        $"关于“{NameOf(subject)}”的CRL或OCSP响应（其签发者：“{IssuerOf(subject)}”）",
        $"a CRL or an OCSP response about {NameOf(subject)}, which {IssuerOf(subject)} issued");

    private static string NameOf(Certificate certificate) => certificate.CommonName ?? certificate.Subject;

    private static string IssuerOf(Certificate certificate) => certificate.IssuerName.Find(CommonName) ?? certificate.Issuer;

    /// <param name="Subject">About whom.</param>
    /// <param name="Issuer">Who issued it.</param>
    /// <param name="At">The time that counts.</param>
    /// <param name="MayAskResponders">False: it is a responder itself.</param>
    private sealed record Search(Certificate Subject, Certificate Issuer, DateTimeOffset At, bool MayAskResponders);
}
