using Licenses.Cli.Seal.Desk;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Verification;

namespace Licenses.Cli.Verify;

/// <summary>What verification says about one file.</summary>
/// <param name="File">As it was named, or as it was found below a named folder.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Signatures">In the order in which they were made.</param>
/// <param name="Findings">About the file as such.</param>
internal sealed record FileAnswer(
    string File,
    DocumentVerdict Verdict,
    ImmutableArray<SignatureReport> Signatures,
    ImmutableArray<Finding> Findings)
{
    /// <summary>What an answer says of a file that should have been a seal or a signature by one and is neither.</summary>
    public const string NoSeal = "NOT_A_SEAL";

    public int Revisions { get; init; }

    /// <summary>Of an electronic seal or a signature by one that is no part of a PDF; null for a PDF.</summary>
    public SealView? Seal { get; init; }

    /// <summary>Whether it should have been a seal or a signature by one and is neither; that it is no PDF either was not asked.</summary>
    public bool IsNoSeal => Verdict == DocumentVerdict.NotADocument && Findings is [{ Check: SealFindings.Format }];

    public int ExitCode => Verdict switch
    {
        DocumentVerdict.Passed => Cli.ExitCode.Passed,
        DocumentVerdict.Failed => Cli.ExitCode.Failed,
        DocumentVerdict.NoSignature => Cli.ExitCode.NoSignature,
        DocumentVerdict.NotADocument => Cli.ExitCode.NotADocument,
        _ => Cli.ExitCode.Indeterminate,
    };

    /// <summary>For many files the worst answer counts, in this order.</summary>
    public int Badness => Verdict switch
    {
        DocumentVerdict.Passed => 0,
        DocumentVerdict.NoSignature => 1,
        DocumentVerdict.Indeterminate => 2,
        DocumentVerdict.NotADocument => 3,
        _ => 4,
    };

    public static FileAnswer Of(string file, VerificationReport report) =>
        new(file, report.Verdict, report.Signatures, report.Findings) { Revisions = report.Revisions };

    /// <summary>An answer without a look inside: what stood in the way is its only finding.</summary>
    public static FileAnswer Without(string file, DocumentVerdict verdict, Finding finding) => new(file, verdict, [], [finding]);
}
