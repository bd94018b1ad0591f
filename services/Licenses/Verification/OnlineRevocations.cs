using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Verification;

/// <summary>
/// What revocation sources say, for one verification. Judging never waits: what it would like to know and is not at hand
/// is noted here, asked afterwards, and then it judges again.
/// </summary>
public sealed class OnlineRevocations(IRevocationSource source, TimeProvider clock)
{
    private const int MostQuestions = 64;

    // A verification as of the past believes nothing that was said later: there is nothing to ask then.
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(5);

    private readonly Dictionary<RevocationKey, (RevocationInquiry Inquiry, RevocationAnswer Answer)> _answers = [];
    private readonly Dictionary<RevocationKey, RevocationInquiry> _open = [];

    /// <summary>Any trustworthy "revoked" wins; then any fresh "good", whether at hand or asked for; else it is unknown.</summary>
    /// <param name="question">About whom.</param>
    /// <param name="atHand">What the data at hand say.</param>
    public RevocationStatus Combine(RevocationQuestion question, RevocationStatus atHand)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (atHand is RevocationStatus.Revoked || (question.Now - clock.GetUtcNow()).Duration() >= Present)
        {
            return atHand;
        }

        // What a document brings along, whoever made it chose: a "good" from after a theft hides no revocation that is dated back.
        var inquiry = new RevocationInquiry(question.Subject, question.Issuer, question.Anchor)
        {
            IsClearedAtHand = atHand is RevocationStatus.Good,
        };
        if (Find(inquiry) is not { } answer)
        {
            return atHand; // for now: it is asked, and then judged again
        }

        return answer switch
        {
            RevocationAnswer.Known { Fact: var fact } => (fact.ToStatus(question), atHand) switch
            {
                (RevocationStatus.Unknown, RevocationStatus.Good) => atHand,
                (RevocationStatus.Good said, RevocationStatus.Good held) => Longer(said, held, question.Now),
                var (known, _) => known,
            },
            RevocationAnswer.Unavailable failure when atHand is RevocationStatus.Unknown => new RevocationStatus.Unknown(
                SubIndication.TryLater,
                $"{failure.Why} Ask again about {question.Subject.Subject} after {failure.RetryAt:u}.")
            {
                RetryAt = failure.RetryAt,
            },
            _ => atHand,
        };
    }

    /// <summary>Asks what judging has noted.</summary>
    /// <returns>Whether anything came of it by which judging again may end otherwise.</returns>
    public async ValueTask<bool> AskAsync(CancellationToken cancellationToken)
    {
        if (_open.Count == 0)
        {
            return false;
        }

        RevocationInquiry[] asked = [.. _open.Values];
        await AskAsync(asked, cancellationToken);
        _open.Clear();

        // What was asked at the same time may have brought a newer list of the same issuer: whom an older one clears, it may name.
        var outdated = Outdated();
        await AskAsync(outdated, cancellationToken);
        return outdated.Length > 0 || Array.Exists(
            asked, inquiry => !inquiry.IsClearedAtHand || _answers[RevocationKey.Of(inquiry)].Answer is RevocationAnswer.Known);
    }

    private async ValueTask AskAsync(RevocationInquiry[] inquiries, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(inquiries.Select(async inquiry => (inquiry, await source.AskAsync(inquiry, cancellationToken))));
        foreach (var (inquiry, answer) in answers)
        {
            _answers[RevocationKey.Of(inquiry)] = (inquiry, answer);
        }
    }

    private RevocationInquiry[] Outdated()
    {
        var known = _answers.Values.Select(one => (one.Inquiry, (one.Answer as RevocationAnswer.Known)?.Fact)).ToArray();
        var newest = known.Where(one => one.Fact is { IsFromCompleteList: true })
            .ToLookup(one => IssuerKey.Of(one.Inquiry), one => (DateTimeOffset?)one.Fact!.AsOf);
        return [.. known.Where(one => one.Fact?.IsOutdatedBy(newest[IssuerKey.Of(one.Inquiry)].Max()) == true).Select(one => one.Inquiry)];
    }

    // What an authority says of others counts up to when it is last known to be good: in force is best, then the newer.
    private static RevocationStatus.Good Longer(RevocationStatus.Good one, RevocationStatus.Good other, DateTimeOffset now) =>
        (one.NextUpdate >= now, one.AsOf).CompareTo((other.NextUpdate >= now, other.AsOf)) >= 0 ? one : other;

    private RevocationAnswer? Find(RevocationInquiry inquiry)
    {
        var key = RevocationKey.Of(inquiry);
        if (_answers.TryGetValue(key, out var known))
        {
            return known.Answer;
        }

        if (source.Recall(inquiry) is { } fact)
        {
            var answer = new RevocationAnswer.Known(fact);
            _answers[key] = (inquiry, answer);
            return answer;
        }

        if (_open.TryGetValue(key, out var noted))
        {
            _open[key] = noted with { IsClearedAtHand = noted.IsClearedAtHand && inquiry.IsClearedAtHand };
        }
        else if (_open.Count < MostQuestions && source.CanAsk(inquiry))
        {
            _open[key] = inquiry;
        }

        return null;
    }
}
