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

    private int _steps;

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

        return best ?? own.And(ChainEvidence.Lacking(new EvidenceWish.IssuerOf(subject, new(
            $"“{IssuerOf(subject)}”的证书（其签发了“{NameOf(subject)}”）",
            $"the certificate of {IssuerOf(subject)}, which issued {NameOf(subject)}"))));
    }

    private ChainEvidence StatusOf(Certificate subject, Certificate issuer, DateTimeOffset at, bool mayAskResponders)
    {
        if (subject.Profile.HasOcspNoCheck)
        {
            return ChainEvidence.Empty; // RFC 6960, 4.2.2.2.1: its issuer wants it not to be asked about
        }

        ChainEvidence[] found =
        [
            .. mayAskResponders ? ByResponses(subject, issuer, at) : [],
            .. ByLists(subject, issuer, at, mayAskResponders),
        ];
        return found.FirstOrDefault(evidence => !evidence.Revocations.IsEmpty)
            ?? found.FirstOrDefault(evidence => evidence.IsComplete)
            ?? found.FirstOrDefault()
            ?? ChainEvidence.Lacking(new EvidenceWish.Status(subject, issuer, at, Nothing(subject)) { ByListOnly = !mayAskResponders });
    }

    /// <summary>Whether an item of the pool answers a wish: it is about the certificate, by who may say so, and in time.</summary>
    public bool Serves(EvidenceWish.Status wish, object item)
    {
        var found = StatusOf(wish.Subject, wish.Issuer, wish.At, !wish.ByListOnly);
        return found.Lists.Any(list => ReferenceEquals(list, item)) || found.Responses.Any(response => ReferenceEquals(response, item));
    }

    private IEnumerable<ChainEvidence> ByResponses(Certificate subject, Certificate issuer, DateTimeOffset at)
    {
        var spoken = pool.Responses.SelectMany(known => known.Value.About(subject, issuer)
            .Where(answer => answer.IsGood || answer.RevokedAt is not null)
            .Where(answer => IsInTime((answer.ThisUpdate, answer.NextUpdate), subject, known.Since, at))
            .GroupBy(answer => answer.IsGood) // the newest of each kind speaks for the response
            .Select(answers => (Known: known, Answer: answers.MaxBy(answer => answer.ThisUpdate)!)));
        foreach (var (known, answer) in spoken.OrderByDescending(pair => pair.Answer.ThisUpdate))
        {
            if (ResponderOf(known, issuer) is { } responder)
            {
                yield return responder with
                {
                    Responses = [.. responder.Responses, known.Value],
                    Revocations = answer.RevokedAt is { } revoked ? [(subject, revoked)] : [],
                };
            }
        }
    }

    // RFC 6960, 4.2.2.2: the issuer itself, or a responder that it certified for this.
    private ChainEvidence? ResponderOf(Known<OcspResponse> known, Certificate issuer)
    {
        var response = known.Value;
        foreach (var responder in pool.Responders(response).Where(responder => response.IsSignedBy(responder.PublicKey)))
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
                return ChainEvidence.Of(responder, above).And(StatusOf(responder, above, known.Since, mayAskResponders: false));
            }
        }

        return null;
    }

    private IEnumerable<ChainEvidence> ByLists(
        Certificate subject, Certificate issuer, DateTimeOffset at, bool mayAskResponders)
    {
        Known<CertificateList>? late = null;
        foreach (var known in pool.ListsAbout(subject))
        {
            var list = known.Value;
            if (SignerOf(list, subject, issuer) is not { } signer)
            {
                continue;
            }

            if (mayAskResponders ? IsInTime((list.ThisUpdate, list.NextUpdate), subject, known.Since, at) : IsInForce(list, known.Since, at))
            {
                yield return ChainEvidence.Of(signer) with { Lists = [list], Revocations = RevocationIn(list, subject) };
            }
            else
            {
                late ??= known;
            }
        }

        if (late is { Value: var old })
        {
            yield return ChainEvidence.Lacking(
                new EvidenceWish.Status(subject, issuer, at, TooOld(subject, old, at)) { ByListOnly = !mayAskResponders });
        }
    }

    private static ImmutableArray<(Certificate, DateTimeOffset)> RevocationIn(CertificateList list, Certificate subject)
    {
        try
        {
            return list.Find(subject.SerialBytes.Span) is { } entry ? [(subject, entry.RevokedAt)] : [];
        }
        catch (CertificateFormatException)
        {
            return [(subject, DateTimeOffset.MinValue)]; // there is an entry, and whatever it says is not "good"
        }
    }

    private Certificate? SignerOf(CertificateList list, Certificate subject, Certificate issuer) => list.IsSignedBy(issuer.PublicKey)
        ? issuer
        : pool.FindBySubject(subject).FirstOrDefault(other => list.IsSignedBy(other.PublicKey));

    // Newer than what is to be kept; in force is enough for what nothing proves yet, and for what stays in force until the
    // certificate itself ends: there is no later one to wait for.
    private bool IsInTime((DateTimeOffset This, DateTimeOffset? Next) update, Certificate subject, DateTimeOffset since, DateTimeOffset at) =>
        update.This <= since
        && (update.This >= at || (update.Next >= since && (!(at < provenBefore) || update.Next >= subject.NotAfter)));

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
}
