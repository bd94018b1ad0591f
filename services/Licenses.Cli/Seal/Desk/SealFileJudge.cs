using System.Security.Cryptography;
using Licenses.Cli.Verify;
using Licenses.Crypto;
using Licenses.Crypto.Hashing;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Signing;
using Licenses.Verification;

namespace Licenses.Cli.Seal.Desk;

/// <summary>Verifies a seal, or a signature by one, in the standard's order, and says what cannot be known offline.</summary>
/// <param name="request">When, by what policy, on whose word.</param>
/// <param name="content">File that was sealed; null where it is not at hand.</param>
internal sealed class SealFileJudge(VerificationRequest request, string? content)
{
    private const int PieceLength = 256 * 1024;

    // What the policy crypto stops after: integrity and signature values, as in a document.
    private static readonly string[] WithoutTrust =
    [
        SealFindings.Format, SealFindings.MakerSignature, SealFindings.SealExtensions,
        SealFindings.SignatureFormat, SealFindings.SignatureValue, SealFindings.SignerOnList, SealFindings.ContentDigest, SealFindings.Extensions,
    ];

    /// <summary>An answer about a file; null where it is neither a seal nor a signature by one.</summary>
    /// <exception cref="SealFormatException">It looks like one and is none.</exception>
    public FileAnswer? TryVerify(string file, CancellationToken cancellationToken)
    {
        if (SealFileContent.TryRead(file) is not { } found)
        {
            return null;
        }

        var report = found.Signature is { } signature
            ? SealFileVerifier.Verify(signature, DigestOf, request, cancellationToken)
            : SealFileVerifier.Verify(found.Seal, request, cancellationToken);
        ImmutableArray<Finding> decisive = request.Policy == InspectionPolicy.Crypto
            ? [.. report.Findings.Where(finding => WithoutTrust.Contains(finding.Check))]
            : report.Findings;
        ImmutableArray<Finding> findings = request.Policy == InspectionPolicy.Crypto
            ? [.. report.Findings.Where(finding => finding.Check == SealFindings.Algorithm || decisive.Contains(finding))] // shown, decides nothing
            : report.Findings;
        findings = content is null ? [.. findings.Select(AskForContent)] : findings;
        return new FileAnswer(file, VerdictOf(decisive), [], findings) { Seal = SealView.Of(found) };
    }

    private static Finding AskForContent(Finding finding) => finding.Check != SealFindings.ContentDigest ? finding : finding with
    {
        Detail = "Whether it sealed your document cannot be told: name what was sealed with --content.",
        DetailZh = "无法核对原文：请用 --content 指定被签章的文件。",
    };

    private byte[]? DigestOf(HashAlgorithmName algorithm)
    {
        if (content is null || RunningHash.TryCreate(algorithm) is not { } hash)
        {
            return null;
        }

        using (hash)
        using (var file = File.OpenRead(content))
        {
            var piece = new byte[PieceLength];
            for (int read; (read = file.Read(piece)) > 0;)
            {
                hash.Append(piece.AsSpan(0, read));
            }

            return hash.Finish();
        }
    }

    private static DocumentVerdict VerdictOf(ImmutableArray<Finding> findings) => new SealReport(findings).Verdict switch
    {
        Verdict.Passed => DocumentVerdict.Passed,
        Verdict.Failed => DocumentVerdict.Failed,
        _ => DocumentVerdict.Indeterminate,
    };
}
