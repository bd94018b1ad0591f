using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Cli.Trust;

/// <summary>What the command line asks: the question, what it is answered from, and which files were of no use.</summary>
/// <param name="File">The leaf's file.</param>
/// <param name="Question">Null where the leaf cannot be read.</param>
/// <param name="Store">Anchors, links and revocation data.</param>
/// <param name="Skipped">Files and parts of files that were of no use, each with the reason.</param>
/// <param name="Fault">Why the leaf cannot be read; null where it can.</param>
internal sealed record TrustRequest(
    string File, TrustQuestion? Question, TrustStore Store, IReadOnlyList<string> Skipped, string? Fault)
{
    /// <summary>Why the named trust list makes nobody trusted; null where there is no such reason.</summary>
    public string? ListFault { get; init; }

    /// <summary>How long the answer may take.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Answers; what is not finished in time cannot be told.</summary>
    public TrustAnswer Answer(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            return (this with { Question = Question is { } question ? Stoppable(question, limit.Token) : null }).Answer();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TrustAnswer(
                Verdict.Indeterminate, null, [], [],
                [new Finding("TIME_LIMIT", Verdict.Indeterminate, $"Not finished within {TimeLimit.TotalSeconds:0} s.", "未能在限定时间内完成。")]);
        }
    }

    // Asked for each certificate of each path, and for each list and answer: judging is arithmetic between two of these.
    private static TrustQuestion Stoppable(TrustQuestion question, CancellationToken cancellationToken) => question with
    {
        Work = new WorkBudget(cancellationToken),
        Constraint = certificate =>
        {
            var fault = question.Constraint?.Invoke(certificate);
            cancellationToken.ThrowIfCancellationRequested();
            return fault;
        },
        DataConstraint = (algorithm, signer, time) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return question.DataConstraint?.Invoke(algorithm, signer, time);
        },
    };

    private TrustAnswer Answer()
    {
        if (Question is not { } question)
        {
            return new TrustAnswer(
                Verdict.Failed, null, [], [],
                [new Finding("CERTIFICATE", Verdict.Failed, Fault ?? "", null, SubIndication.FormatFailure, "无法读取该证书。")]);
        }

        var answer = new TrustChecker(Store).Check(question);
        return ListFault is null || answer.Verdict == Verdict.Passed ? answer : answer with
        {
            // Whoever the list would have named might be the anchor.
            Verdict = Verdict.Indeterminate,
            Findings = [new Finding("TRUST_LIST", Verdict.Indeterminate, ListFault, null, SubIndication.TryLater, "信任列表不可用。"), .. answer.Findings],
        };
    }
}
