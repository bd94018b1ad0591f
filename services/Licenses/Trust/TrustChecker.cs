using Licenses.Crypto;
using Licenses.Crypto.X509;

namespace Licenses.Trust;

/// <summary>
/// Answers whether a certificate is to be trusted by itself: a path to an anchor, and the revocation of everybody on it.
/// Of several paths the first that passes decides; a revoked leaf is revoked whichever way leads up from it.
/// </summary>
public sealed class TrustChecker(TrustStore trust)
{
    public TrustAnswer Check(TrustQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        question = question.Work is null ? question with { Work = new WorkBudget(CancellationToken.None) } : question;
        var request = question.ToRequest();
        return trust.Paths.Validate(request) switch
        {
            PathOutcome.Valid valid => Judge(valid.Path, request, question),
            PathOutcome.Invalid invalid => new TrustAnswer(
                invalid.IsDoubt ? Verdict.Indeterminate : Verdict.Failed, null, [], invalid.Attempts, [TrustWords.NoPath(invalid)]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private TrustAnswer Judge(CertificatePath first, PathRequest request, TrustQuestion question)
    {
        var nearest = Judge(first, question);
        if (nearest.Verdict == Verdict.Passed || IsRevoked(nearest.Steps.FirstOrDefault()))
        {
            return nearest;
        }

        foreach (var answer in trust.Paths.FindAll(request).Select(path => Judge(path, question)))
        {
            if (answer.Verdict == Verdict.Passed || IsRevoked(answer.Steps.FirstOrDefault()))
            {
                return answer;
            }

            nearest = answer.Verdict < nearest.Verdict ? answer : nearest;
        }

        return nearest;
    }

    private TrustAnswer Judge(CertificatePath path, TrustQuestion question)
    {
        var steps = path.Certificates
            .Select((certificate, place) => new TrustStep(
                certificate, path.IssuerOf(place), question.CheckRevocation ? Ask(path, place, question) : null))
            .ToImmutableArray();
        ImmutableArray<Finding> findings =
        [
            TrustWords.Anchor(path.Anchor),
            .. steps.Reverse().SelectMany(step => TrustWords.Step(step)),
            .. question.CheckRevocation || steps.IsEmpty ? Enumerable.Empty<Finding>() : [TrustWords.RevocationNotChecked()],
        ];
        return new TrustAnswer(findings.Max(finding => finding.Verdict), path.Anchor, steps, [], findings);
    }

    private RevocationStatus Ask(CertificatePath path, int place, TrustQuestion question) => trust.Revocations.Check(
        new RevocationQuestion(path.Certificates[place], path.IssuerOf(place), path.Anchor, question.At, question.At)
        {
            MaxAge = question.MaxAge,
            Constraint = question.DataConstraint,
            Work = question.Work,
        },
        trust.Material,
        CertificatePool.Empty);

    private static bool IsRevoked(TrustStep? leaf) => leaf?.Status is RevocationStatus.Revoked;
}
