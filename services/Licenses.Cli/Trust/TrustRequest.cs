using Licenses.Crypto;
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
    public TrustAnswer Answer() => Question is { } question
        ? new TrustChecker(Store).Check(question)
        : new TrustAnswer(Verdict.Failed, null, [], [],
        [
            new Finding("CERTIFICATE", Verdict.Failed, Fault ?? "", null, SubIndication.FormatFailure, "无法读取该证书。"),
        ]);
}
