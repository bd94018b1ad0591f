using Licenses.Crypto.X509;

namespace Licenses.Crypto.Ocsp;

/// <summary>Asks OCSP answers about a certificate (RFC 6960, 3.2 and 4.2.2.2): who may answer, and how fresh it must be.</summary>
internal sealed class OcspChecker(
    RevocationChecker revocation, PathValidator paths, RevocationMaterial material, CertificatePool offered)
{
    public RevocationStatus Check(RevocationQuestion question)
    {
        var believed = material.Responses
            .SelectMany(response => response.Answers
                .Where(answer => answer.ThisUpdate <= question.Now && response.ProducedAt <= question.Now
                    && (answer.RevokedAt is not null || answer.ThisUpdate <= response.ProducedAt)
                    && answer.Id.Names(question.Subject, question.Issuer))
                .Select(answer => (Answer: answer, Response: response)))
            .OrderByDescending(pair => pair.Answer.ThisUpdate)
            .Select(pair => (pair.Answer, pair.Response, Signer: FindSigner(pair.Response, pair.Answer, question)))
            .Where(pair => pair.Signer is not null)
            .ToArray();

        // Once the certificate has expired, a responder may have forgotten it.
        var clearing = believed
            .Where(pair => pair.Answer.IsGood && pair.Answer.ThisUpdate <= question.Subject.NotAfter
                && question.IsSettledBy(pair.Answer.ThisUpdate, pair.Answer.NextUpdate))
            .ToLookup(
                pair => pair.Signer is { } signer
                    ? question.Refuse(pair.Response, pair.Response.SignatureAlgorithm, signer)
                    : null,
                pair => pair.Answer);
        var good = clearing[null].FirstOrDefault();
        if (believed.Select(pair => pair.Answer).FirstOrDefault(answer => answer.RevokedAt is not null && !IsLifted(answer, good))
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
                SubIndication.TryLater, $"No fresh CRL or OCSP answer speaks about {question.Subject.Subject}.");
    }

    // Only a hold can be lifted (RFC 5280, 5.3.1), and only by what was said later and counts.
    private static bool IsLifted(OcspAnswer answer, OcspAnswer? good) =>
        answer.Reason == RevocationReason.CertificateHold && good?.ThisUpdate > answer.ThisUpdate;

    /// <summary>The issuer itself, or a responder whom the same issuer key certified for this.</summary>
    private Certificate? FindSigner(OcspResponse response, OcspAnswer answer, RevocationQuestion question)
    {
        if (response.IsBy(question.Issuer) && response.IsSignedBy(question.Issuer.PublicKey))
        {
            return question.Issuer;
        }

        return response.Certificates.Concat(offered.FindBySubject(response.ResponderName ?? question.Issuer.SubjectName))
            .FirstOrDefault(responder => response.IsBy(responder)
                && (answer.RevokedAt is not null || WasValid(responder, response, answer, question))
                && IsDelegated(responder, response, question));
    }

    // The times in an answer are its signer's claim: with the key of a certificate that has ended anybody may date
    // "good" back. What is proven to be older than that end is none of his.
    private static bool WasValid(
        Certificate responder, OcspResponse response, OcspAnswer answer, RevocationQuestion question) =>
        answer.ThisUpdate >= responder.NotBefore && response.ProducedAt <= responder.NotAfter
        && question.TimeOf(response) <= responder.NotAfter;

    private bool IsDelegated(Certificate responder, OcspResponse response, RevocationQuestion question)
    {
        var request = new PathRequest(responder, response.ProducedAt, CertificatePurpose.OcspSigning, offered);
        return response.IsSignedBy(responder.PublicKey)
            && paths.Validate(request) is PathOutcome.Valid { Path: var path }
            && path.Certificates.Length > 0
            && path.IssuerOf(0).PublicKey.Encoded.Span.SequenceEqual(question.Issuer.PublicKey.Encoded.Span)
            && IsNotRevoked(responder, question);
    }

    // RFC 6960, 4.2.2.2.1. Lists only: asking a responder about a responder would go round in circles.
    private bool IsNotRevoked(Certificate responder, RevocationQuestion question) =>
        responder.Profile.HasOcspNoCheck
        || revocation.Check(
            question with { Subject = responder }, new RevocationMaterial(material.Lists, []), offered) is RevocationStatus.Good;
}
