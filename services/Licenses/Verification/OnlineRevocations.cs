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

    private readonly Dictionary<RevocationKey, RevocationAnswer> _answers = [];
    private readonly Dictionary<RevocationKey, RevocationInquiry> _open = [];

    /// <summary>Any trustworthy "revoked" wins; then any fresh "good", whether at hand or asked for; else it is unknown.</summary>
    /// <param name="question">About whom.</param>
    /// <param name="atHand">What the data at hand say.</param>
    /// <param name="isAuthority">What it says of others counts up to when it is last known to be good: fresher is better.</param>
    public RevocationStatus Combine(RevocationQuestion question, RevocationStatus atHand, bool isAuthority = false)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (atHand is RevocationStatus.Revoked || !IsWorthAsking(question, atHand, isAuthority))
        {
            return atHand;
        }

        var inquiry = new RevocationInquiry(question.Subject, question.Issuer, question.Anchor);
        if (Find(inquiry) is not { } answer)
        {
            return atHand; // for now: it is asked, and then judged again
        }

        return answer switch
        {
            RevocationAnswer.Known { Fact: var fact } => fact.ToStatus(question) switch
            {
                RevocationStatus.Unknown when atHand is RevocationStatus.Good => atHand,
                var known => known,
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

    /// <summary>When to ask again, where something could not be asked; null where nothing failed.</summary>
    public DateTimeOffset? RetryAt =>
        _answers.Values.OfType<RevocationAnswer.Unavailable>().Select(failure => (DateTimeOffset?)failure.RetryAt).Max();

    /// <summary>Asks what judging has noted.</summary>
    /// <returns>Whether anything was asked, so that judging again may end otherwise.</returns>
    public async ValueTask<bool> AskAsync(CancellationToken cancellationToken)
    {
        if (_open.Count == 0)
        {
            return false;
        }

        var asked = await Task.WhenAll(_open.Select(async open =>
            (open.Key, Answer: await source.AskAsync(open.Value, cancellationToken))));
        foreach (var (key, answer) in asked)
        {
            _answers[key] = answer;
        }

        _open.Clear();
        return true;
    }

    private bool IsWorthAsking(RevocationQuestion question, RevocationStatus atHand, bool isAuthority) =>
        (question.Now - clock.GetUtcNow()).Duration() < Present

        // A signature that is proven to be older than a good answer at hand is settled for ever (long-term data).
        && !(atHand is RevocationStatus.Good good && question.At < question.Now && good.AsOf >= question.At
            && (!isAuthority || good.NextUpdate >= question.Now));

    private RevocationAnswer? Find(RevocationInquiry inquiry)
    {
        var key = RevocationKey.Of(inquiry);
        if (_answers.TryGetValue(key, out var answer))
        {
            return answer;
        }

        if (source.Recall(inquiry) is { } fact)
        {
            return _answers[key] = new RevocationAnswer.Known(fact);
        }

        if (_open.Count < MostQuestions && source.CanAsk(inquiry))
        {
            _open[key] = inquiry;
        }

        return null;
    }
}
