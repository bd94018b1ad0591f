using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>
/// Finds what a certificate's long-term validation takes (EN 319 142-1, 6.3, level B-LT): the chain up to a root, and for
/// each certificate of it a CRL or an OCSP response that its issuer stands behind; the responders' own chains too.
/// Signatures are checked and who may make them; whether the root is trusted is not judged. Nothing counts that the judge of
/// revocation would not believe: who answers or signs a list must be the issuer, or certified by it or by the same anchor.
/// </summary>
/// <param name="pool">Where to look.</param>
/// <param name="mustBeDelegated">
/// A responder that is not the issuer must have been certified by it (RFC 6960, 4.2.2.2). False where foreign documents are
/// described: other validators take any responder whose chain they trust.
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
    private const int MostSigners = 16; // under an issuer's name, whose keys made a list

    private static readonly ChainEvidence Unlooked = ChainEvidence.Lacking(
        $"可在限度内查验的材料（{WorkBudget.LimitReachedZh}）", $"material that can be looked at ({WorkBudget.LimitReached})");

    private int _steps;

    /// <summary>
    /// Whether somebody can be asked about a certificate under an issuer: then a list that stays in force until the certificate
    /// ends does not stand in for one that is newer than the proof. Nobody, unless told.
    /// </summary>
    public Func<Certificate, Certificate, bool> CanAsk { get; init; } = (_, _) => false;

    /// <summary>
    /// Until when a list of before the proof must stay in force to stand in for a newer one: until the next timestamp is due at
    /// the latest, with which newer data comes.
    /// </summary>
    public DateTimeOffset KeptUntil { get; init; } = DateTimeOffset.MaxValue;

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

            var found = own.And(StatusOf(new Search(subject, issuer, at, SearchRole.Signer))).And(Walk(issuer, at, depth - 1));
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

    private ChainEvidence StatusOf(Search search)
    {
        var (subject, issuer, at, role) = search;
        var late = new List<CertificateList>();
        StatusWord[] said =
        [
            .. role == SearchRole.Signer ? ByResponses(subject, issuer, at) : [],
            .. ByLists(search, late),
        ];

        // Whoever knows of a revocation is heard, however old his word is, unless it was a hold that has been lifted since.
        ChainEvidence[] found = [.. said.Where(word => !Array.Exists(said, word.IsLiftedBy)).Select(word => word.Evidence)];
        var revoking = found.FirstOrDefault(evidence => !evidence.Revocations.IsEmpty);
        if (role == SearchRole.Responder && subject.Profile.HasOcspNoCheck)
        {
            return revoking ?? ChainEvidence.Empty; // RFC 6960, 4.2.2.2.1: nobody need ask; what its issuer says unasked counts
        }

        return revoking
            ?? found.FirstOrDefault(evidence => evidence.IsComplete)
            ?? found.FirstOrDefault()
            ?? ChainEvidence.Lacking(
                new EvidenceWish.Status(subject, issuer, at, late is [var old, ..] ? TooOld(subject, old, at) : Nothing(subject))
                {
                    ByListOnly = role != SearchRole.Signer,
                    NewerThan = role == SearchRole.Signer && at < provenBefore ? at : null,
                });
    }

    /// <summary>Whether an item of the pool answers a wish: it is about the certificate, by who may say so, and in time.</summary>
    public bool Serves(EvidenceWish.Status wish, object item)
    {
        var found = StatusOf(new Search(wish.Subject, wish.Issuer, wish.At, wish.ByListOnly ? SearchRole.Responder : SearchRole.Signer));
        return found.Lists.Any(list => ReferenceEquals(list, item)) || found.Responses.Any(response => ReferenceEquals(response, item));
    }

    private IEnumerable<StatusWord> ByResponses(Certificate subject, Certificate issuer, DateTimeOffset at)
    {
        var spoken = pool.Responses.Where(_ => pool.Work.TakeSteps(1)).SelectMany(known => known.Value.About(subject, issuer)
            .Where(answer => answer.RevokedAt is { } revoked
                ? answer.ThisUpdate <= known.Since || revoked <= at
                : answer.IsGood && answer.StillKnows(subject) && IsInTime((answer.ThisUpdate, answer.NextUpdate), known.Since, at))
            .GroupBy(answer => (answer.IsGood, answer.Reason == RevocationReason.CertificateHold)) // the newest of each kind speaks for the response
            .Select(answers => (Known: known, Answer: answers.MaxBy(answer => answer.ThisUpdate)!)));
        foreach (var (known, answer) in spoken.OrderByDescending(pair => pair.Answer.ThisUpdate))
        {
            if (ResponderOf(known, answer, issuer) is { } responder)
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
    private ChainEvidence? ResponderOf(Known<OcspResponse> known, OcspAnswer answer, Certificate issuer)
    {
        var response = known.Value;
        foreach (var responder in pool.Responders(response).Where(responder => response.IsSignedBy(responder.PublicKey, pool.Work)))
        {
            if (HasKeyOf(responder, issuer) || (!mustBeDelegated && pool.IsAnchor(responder)))
            {
                return ChainEvidence.Of(responder);
            }

            if (responder.ExtendedKeyUsages is not { } usages || !usages.Contains(OcspSigning) || !MaySay(responder, known, answer))
            {
                continue;
            }

            var issuers = pool.IssuersOf(responder).ToArray();
            var certifier = Array.Find(issuers, other => HasKeyOf(other, issuer) && other.SubjectName.Equals(issuer.SubjectName));
            if ((certifier ?? (mustBeDelegated ? null : issuers.FirstOrDefault())) is { } above)
            {
                var status = StatusOf(new Search(responder, above, known.Since, SearchRole.Responder));
                if (!status.Revocations.Any(revocation => revocation.At <= known.Since))
                {
                    return ChainEvidence.Of(responder, above).And(status);
                }
            }
        }

        return null;
    }

    // With the key of a certificate that has ended anybody may date "good" back: it must be known to be older.
    private static bool MaySay(Certificate responder, Known<OcspResponse> known, OcspAnswer answer) => answer.RevokedAt is not null
        || (answer.ThisUpdate >= responder.NotBefore && known.Value.ProducedAt <= responder.NotAfter && known.Since <= responder.NotAfter);

    private static bool HasKeyOf(Certificate one, Certificate other) =>
        one.PublicKey.Encoded.Span.SequenceEqual(other.PublicKey.Encoded.Span);

    /// <param name="search">About whom.</param>
    /// <param name="late">Takes those that would do if they were newer.</param>
    private IEnumerable<StatusWord> ByLists(Search search, List<CertificateList> late)
    {
        var subject = search.Subject;
        bool isNewest = true;
        foreach (var known in pool.ListsAbout(subject))
        {
            var list = known.Value;
            if (SignerOf(known, search) is not { } signer)
            {
                continue;
            }

            var revoked = RevocationIn(list, subject);
            bool isHeard = revoked is not null && (list.ThisUpdate <= known.Since || revoked.RevokedAt <= search.At);
            if (isHeard || (StillLists(list, subject) && IsInTime(known, search, isNewest)))
            {
                yield return new StatusWord(
                    signer with
                    {
                        Lists = [list, .. signer.Lists],
                        Revocations = revoked is null ? signer.Revocations : [(subject, revoked.RevokedAt), .. signer.Revocations],
                    },
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

    // RFC 5280, 6.3.3 (f): the issuer's own key, or another one of the same authority that the same anchor vouches for.
    private ChainEvidence? SignerOf(Known<CertificateList> known, Search search)
    {
        if (MaySignLists(search.Issuer) && known.Value.IsSignedBy(search.Issuer.PublicKey, pool.Work))
        {
            return ChainEvidence.Of(search.Issuer);
        }

        return search.Role == SearchRole.ListSigner
            ? null
            : pool.FindBySubject(search.Subject)
                .Where(MaySignLists).OrderByDescending(known.Value.Names)
                .Where(other => known.Value.IsSignedBy(other.PublicKey, pool.Work)).Take(MostSigners)
                .Select(other => pool.PathBeside(other, search.Issuer, known.Since))
                .OfType<CertificatePath>().Select(path => EvidenceOf(path, known.Since)).FirstOrDefault();
    }

    private ChainEvidence EvidenceOf(CertificatePath path, DateTimeOffset since) => path.Certificates.IsEmpty
        ? ChainEvidence.Of(path.Leaf)
        : ChainEvidence.Of([.. path.Certificates, path.Anchor.Certificate])
            .And(StatusOf(new Search(path.Leaf, path.IssuerOf(0), since, SearchRole.ListSigner)));

    private static bool MaySignLists(Certificate certificate) =>
        certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSign);

    // An authority may drop what has ended.
    private static bool StillLists(CertificateList list, Certificate subject) =>
        list.ThisUpdate <= subject.NotAfter || list.KeepsExpiredSince <= subject.NotAfter;

    private bool IsInTime(Known<CertificateList> known, Search search, bool isNewest)
    {
        var list = known.Value;
        return search.Role switch
        {
            SearchRole.Signer => IsInTime((list.ThisUpdate, list.NextUpdate), known.Since, search.At)
                || (isNewest && StandsToTheEnd(list, search, known.Since)),
            SearchRole.Responder => IsInForce(list, known.Since, search.At),

            // What says that another key is the authority's must itself be in force whenever that key's list is read.
            _ => provenBefore is null ? IsInForce(list, known.Since, known.Since) : StandsToTheEnd(list, search, known.Since),
        };
    }

    // Newer than what is to be kept; in force is enough for what nothing proves yet.
    private bool IsInTime((DateTimeOffset This, DateTimeOffset? Next) update, DateTimeOffset since, DateTimeOffset at) =>
        update.This <= since && (update.This >= at || (update.Next >= since && !(at < provenBefore)));

    // The newest there is, in force until the certificate itself ends, so that there is no later one to wait for, and for as long as
    // the document is to be kept by it: when the list has ended, it settles nothing any more. Where somebody can be asked there may
    // be a later one.
    private bool StandsToTheEnd(CertificateList list, Search search, DateTimeOffset since) =>
        list.ThisUpdate <= since && list.NextUpdate >= since && list.NextUpdate >= search.Subject.NotAfter
        && list.NextUpdate >= KeptUntil && !CanAsk(search.Subject, search.Issuer);

    // A responder's status counts as of when its answer is known to exist; a list that was in force then tells it.
    private static bool IsInForce(CertificateList list, DateTimeOffset since, DateTimeOffset at) =>
        list.ThisUpdate <= since && (list.ThisUpdate >= at || list.NextUpdate >= at);

    private LocalizedText TooOld(Certificate subject, CertificateList list, DateTimeOffset at) => !StillLists(list, subject)
        ? new(
            $"“{IssuerOf(subject)}”在“{NameOf(subject)}”到期（{subject.NotAfter:yyyy-MM-dd HH:mm:ss}Z）之前发布的CRL"
                + "（此后发布的可不再列出已到期的证书）",
            $"a CRL by {IssuerOf(subject)} about {NameOf(subject)} of before that ended at {subject.NotAfter:u} "
                + $"(later ones, such as that of {list.ThisUpdate:u}, may have dropped what has ended)")
        : at < provenBefore
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
    /// <param name="Role">What it was used for: responders and signers of lists are not asked about at responders.</param>
    private sealed record Search(Certificate Subject, Certificate Issuer, DateTimeOffset At, SearchRole Role);

    private enum SearchRole
    {
        Signer,
        Responder,
        ListSigner,
    }
}
