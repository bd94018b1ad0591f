using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Crypto.X509;

namespace Licenses.Verification;

/// <summary>
/// Verifies an electronic seal, or a signature by one, in a file of its own: what the bytes alone decide, then the very
/// judges of seals in documents, so that no two answers about one seal can contradict each other. Where the standards
/// stop at the first step that fails, the later ones are taken as well: whoever reads the report sees everything.
/// </summary>
public static class SealFileVerifier
{
    /// <summary>Verifies a seal by itself.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="request">When, on whose word. The policy is the caller's: every step is taken.</param>
    /// <param name="cancellationToken">Ends the judging.</param>
    public static SealReport Verify(ElectronicSeal seal, VerificationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(request);
        return Judge(
            SealEvidence.Of(seal),
            [SealChecks.Format(seal), SealChecks.MakerSignature(seal), SealChecks.Algorithms(seal), SealChecks.SealExtensions(seal)],
            request, cancellationToken);
    }

    /// <summary>Verifies a signature by a seal, and the seal as of the time of sealing.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="digestOf">Digests what was sealed; null where it cannot compute that digest.</param>
    /// <param name="request">When, on whose word. The policy is the caller's: every step is taken.</param>
    /// <param name="cancellationToken">Ends the judging.</param>
    public static SealReport Verify(
        SealedSignature signature,
        Func<HashAlgorithmName, byte[]?> digestOf,
        VerificationRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(digestOf);
        ArgumentNullException.ThrowIfNull(request);
        return Judge(
            SealEvidence.Of(signature),
            [
                Format(signature),
                SealChecks.SignatureValue(signature),
                SealChecks.Algorithms(signature),
                SealChecks.SignerIsOnList(signature),
                SealChecks.Format(signature.Seal),
                SealChecks.MakerSignature(signature.Seal),
                SealChecks.SealExtensions(signature.Seal),
                SealChecks.ContentDigest(signature, digestOf),
                SealChecks.SignatureExtensions(signature),
            ],
            request, cancellationToken);
    }

    private static SealReport Judge(
        SealEvidence seal, ImmutableArray<Finding> own, VerificationRequest request, CancellationToken cancellationToken)
    {
        var evidence = DocumentEvidence.Collect(seal, request.Trust);
        var algorithms = new AlgorithmJudge(request.Algorithms);
        var certificates = new CertificateJudge(
            request, evidence, algorithms,
            new TimeSliding(request, evidence, new ProofsOfExistence(request.At), new WorkBudget(cancellationToken, request.MostChecks)));
        var timestamps = new TimestampJudge(certificates, algorithms, request.At);
        var seals = new SealJudge(certificates, timestamps, request);
        var (existed, stamps) = timestamps.JudgeAll(seal.Stamps, ProofOfExistence.Now(request.At));

        SealReport JudgeAt(ProofOfExistence existence) => new(SealJudge.Arrange(
            [.. own, .. seals.Judge(seal, new ExistenceBounds(existence, null), stamps).Findings]))
        {
            ProvenTime = existed.IsProven ? existed.Time : null,
        };

        // EN 319 102-1, 5.6.3.4: where the past cannot be validated, the answer is the present's.
        return existed.IsProven && JudgeAt(existed) is { Verdict: not Verdict.Indeterminate } past
            ? past
            : JudgeAt(ProofOfExistence.Now(request.At));
    }

    // In a document the bytes after a signature fill its place; a file of its own has no such place.
    private static Finding Format(SealedSignature signature)
    {
        var format = SealChecks.SignatureFormat(signature);
        return signature.IsFollowed
            ? SealFindings.Failed(
                SealFindings.SignatureFormat, SubIndication.FormatFailure,
                $"After the signature there are {signature.TrailingBytes} more bytes, which nobody signed.",
                $"签章数据之后另有 {signature.TrailingBytes} 个未受签名保护的字节。")
            : signature.TrailingBytes == 0 ? format
            : format with
            {
                Detail = format.Detail + $" It is followed by {signature.TrailingBytes} zeros, which say nothing.",
                DetailZh = format.DetailZh + $"其后有 {signature.TrailingBytes} 个填充零字节。",
            };
    }
}
