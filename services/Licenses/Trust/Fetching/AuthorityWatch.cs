using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>
/// Asks the revocation sources about whoever signed a new timestamp, before it is kept: nobody who verifies later would
/// accept one by a revoked authority. What cannot be told in time keeps no timestamp out, for a seal without one is worse
/// and whoever verifies asks again; but it is told.
/// </summary>
/// <param name="source">Whom to ask.</param>
/// <param name="tell">Told what could not be told: one sentence.</param>
public sealed class AuthorityWatch(IRevocationSource source, Action<string> tell)
{
    /// <summary>Why a timestamp is to be refused; null where nothing is known against its authority.</summary>
    /// <param name="path">The authority's path, validated.</param>
    /// <param name="trust">The data at hand.</param>
    /// <param name="now">The time that counts.</param>
    /// <param name="longest">How long all sources together may take.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    internal async ValueTask<LocalizedText?> RefuseAsync(
        CertificatePath path, TrustStore trust, DateTimeOffset now, TimeSpan longest, CancellationToken cancellationToken)
    {
        var inquiries = path.Certificates
            .Select((certificate, place) => new RevocationInquiry(certificate, path.IssuerOf(place), path.Anchor)).ToArray();
        var answers = await Task.WhenAll(inquiries.Select(inquiry => AskAsync(inquiry, longest, cancellationToken)));
        for (int i = 0; i < inquiries.Length; i++)
        {
            string subject = inquiries[i].Subject.Subject;
            if (answers[i] is RevocationAnswer.Known { Fact.RevokedAt: { } at })
            {
                return new($"{subject} 已于 {at:u} 被吊销", $"{subject} was revoked at {at:u}");
            }

            if (answers[i] is RevocationAnswer.Unavailable none && !IsClearAtHand(inquiries[i], trust, now))
            {
                tell($"A timestamp was accepted although it could not be told whether {subject} is revoked: {none.Why}");
            }
        }

        return null;
    }

    private async Task<RevocationAnswer> AskAsync(RevocationInquiry inquiry, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (!source.CanAsk(inquiry))
        {
            return new RevocationAnswer.Unavailable("No source is named for it.", default);
        }

        try
        {
            return await source.AskAsync(inquiry, cancellationToken).AsTask().WaitAsync(longest, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new RevocationAnswer.Unavailable($"No answer within {longest.TotalSeconds:0.#} s.", default);
        }
    }

    private static bool IsClearAtHand(RevocationInquiry inquiry, TrustStore trust, DateTimeOffset now) => trust.Revocations.Check(
        new RevocationQuestion(inquiry.Subject, inquiry.Issuer, inquiry.Anchor, now, now),
        trust.Material, CertificatePool.Empty) is RevocationStatus.Good;
}
