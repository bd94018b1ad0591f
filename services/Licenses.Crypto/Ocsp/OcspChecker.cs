using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

/// <summary>Asks OCSP answers about a certificate (RFC 6960, 3.2 and 4.2.2.2): who may answer, and how fresh it must be.</summary>
internal sealed class OcspChecker(
    RevocationChecker revocation, PathValidator paths, RevocationMaterial material, CertificatePool offered)
{
    private const int StepsPerResponse = 4; // to tell whether it is about the certificate
    private const int MostResponders = 16; // certificates under the responder's name that are tried, per response

    /// <summary>How far a responder's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    public RevocationStatus Check(RevocationQuestion question)
    {
        var heard = material.Responses.Where(_ => Work(question).TakeSteps(StepsPerResponse)).SelectMany(response => Hear(response, question))
            .OrderByDescending(said => said.Answer.ThisUpdate).ToArray();
        var clearing = heard.Where(said => said.Answer.IsGood).ToLookup(
            said => question.Refuse(said.Response, said.Response.SignatureAlgorithm, said.Signer), said => said.Answer);
        var good = clearing[null].FirstOrDefault();
        if (Array.Find(heard, said => said.Answer.RevokedAt is not null && !IsLifted(said.Answer, good))?.Answer
            is { RevokedAt: { } at } revoked)
        {
            return new RevocationStatus.Revoked(at, revoked.Reason, $"OCSP answer of {revoked.ThisUpdate:u}");
        }

        if (good is not null)
        {
            return new RevocationStatus.Good(good.ThisUpdate, good.NextUpdate, $"OCSP answer of {good.ThisUpdate:u}");
        }

        return clearing.FirstOrDefault()?.Key is { } weakness
            ? new RevocationStatus.Unknown(SubIndication.CryptoConstraintsFailureNoPoe, weakness)
            : new RevocationStatus.Unknown(
                SubIndication.TryLater, $"No fresh CRL or OCSP answer speaks about {question.Subject.Subject}.")
            {
                RetryAt = NextAnswer(question),
            };
    }

    /// <summary>When who may answer will next; null where no such answer at hand says so.</summary>
    private DateTimeOffset? NextAnswer(RevocationQuestion question) => material.Responses
        .SelectMany(response => response.About(question.Subject, question.Issuer)
            .Where(answer => answer.IsGood && answer.NextUpdate > question.Now && IsPresent(answer, response, question)
                && FindSigner(response, answer, question) is not null))
        .Min(answer => answer.NextUpdate);

    // Only a hold can be lifted (RFC 5280, 5.3.1), and only by what was said later and counts.
    private static bool IsLifted(OcspAnswer answer, OcspAnswer? good) =>
        answer.Reason == RevocationReason.CertificateHold && good?.ThisUpdate > answer.ThisUpdate;

    /// <summary>What of a response counts: one revocation and one clearance at most, however often it says so.</summary>
    private IEnumerable<Said> Hear(OcspResponse response, RevocationQuestion question)
    {
        OcspAnswer[] answers = [.. response.About(question.Subject, question.Issuer)];
        OcspAnswer?[] decisive =
        [
            answers.Where(answer => IsHeardRevocation(answer, response, question))
                .MaxBy(answer => (answer.Reason != RevocationReason.CertificateHold, answer.ThisUpdate)), // only a hold can be lifted
            answers.Where(answer => IsClearance(answer, response, question)).MaxBy(answer => answer.ThisUpdate),
        ];
        return decisive.OfType<OcspAnswer>()
            .Select(answer => FindSigner(response, answer, question) is { } signer ? new Said(answer, response, signer) : null)
            .OfType<Said>();
    }

    // Even an answer of the future counts where the revocation is not of the future, as it does on a list.
    private static bool IsHeardRevocation(OcspAnswer answer, OcspResponse response, RevocationQuestion question) =>
        answer.RevokedAt is { } at && (IsPresent(answer, response, question) || at <= question.At);

    private static bool IsClearance(OcspAnswer answer, OcspResponse response, RevocationQuestion question) =>
        answer.IsGood && IsPresent(answer, response, question) && answer.ThisUpdate <= response.ProducedAt
        && answer.StillKnows(question.Subject) && question.IsSettledBy(answer.ThisUpdate, answer.NextUpdate);

    private static bool IsPresent(OcspAnswer answer, OcspResponse response, RevocationQuestion question) =>
        answer.ThisUpdate <= question.Now + Skew && response.ProducedAt <= question.Now + Skew;

    /// <summary>The issuer itself, or a responder whom the same issuer key certified for this.</summary>
    private Certificate? FindSigner(OcspResponse response, OcspAnswer answer, RevocationQuestion question)
    {
        if (response.IsBy(question.Issuer) && response.IsSignedBy(question.Issuer.PublicKey, Work(question)))
        {
            return question.Issuer;
        }

        return response.Certificates.Concat(offered.FindBySubject(response.ResponderName ?? question.Issuer.SubjectName))
            .Where(responder => Work(question).TakeSteps(1) && responder.IssuerName.Equals(question.Issuer.SubjectName) && response.IsBy(responder))
            .Distinct().Take(MostResponders)
            .FirstOrDefault(responder => response.IsSignedBy(responder.PublicKey, Work(question))
                && IsDelegated(responder, response, question)
                && MaySay(responder, answer, response, question));
    }

    private bool IsDelegated(Certificate responder, OcspResponse response, RevocationQuestion question)
    {
        var request = new PathRequest(responder, response.ProducedAt, CertificatePurpose.OcspSigning, offered) { Work = question.Work };
        return paths.Validate(request) is PathOutcome.Valid { Path: var path }
            && path.Certificates.Length > 0
            && path.IssuerOf(0).PublicKey.Encoded.Span.SequenceEqual(question.Issuer.PublicKey.Encoded.Span);
    }

    /// <summary>
    /// Whether a responder may say this. The times in an answer are its signer's claim: with the key of a certificate that
    /// has ended or was revoked anybody may date "good" back. So its own status counts as of when the answer is known to
    /// exist, and what nobody knows of it after that does not clear it. "Revoked" counts unless the responder is itself.
    /// </summary>
    private bool MaySay(Certificate responder, OcspAnswer answer, OcspResponse response, RevocationQuestion question)
    {
        var existed = question.TimeOf(response);

        // Lists only: asking a responder about a responder would go round in circles.
        var status = revocation.CheckLists(
            question with { Subject = responder, At = existed, UsedAt = existed }, Lists(question), offered, out _);
        if (status is RevocationStatus.Revoked revoked && revoked.At <= existed)
        {
            return false; // RFC 6960, 4.2.2.2.1: nocheck says that nobody need ask; what its issuer says unasked counts
        }

        return answer.RevokedAt is not null
            || (answer.ThisUpdate >= responder.NotBefore && response.ProducedAt <= responder.NotAfter && existed <= responder.NotAfter
                && (responder.Profile.HasOcspNoCheck || status is not RevocationStatus.Unknown));
    }

    private RevocationMaterial Lists(RevocationQuestion question) =>
        question.AboutSigners is { } more ? more.With([.. material.Lists], []) : material;

    // The checker that asks has put it there.
    private static WorkBudget Work(RevocationQuestion question) => question.Work!;

    /// <summary>An answer that counts, and whose key verified it.</summary>
    private sealed record Said(OcspAnswer Answer, OcspResponse Response, Certificate Signer);
}
