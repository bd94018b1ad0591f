using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>The steps that seals and their signatures have in common. Each gives one finding.</summary>
internal sealed class SealSteps(SealTrust trust, DateTimeOffset now)
{
    /// <summary>A signature value over bytes as received, with the key of a certificate that the structure brings.</summary>
    public static Finding SignatureValue(
        string check, Certificate? signer, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> value)
    {
        if (signer is null)
        {
            return SealFindings.Undecided(
                check, SubIndication.NoSigningCertificateFound, "The certificate cannot be read.", "证书无法解析。");
        }

        var outcome = SignatureVerifier.Verify(signer.PublicKey, algorithm, text.Span, value.Span, lenient: true);
        return outcome.Outcome switch
        {
            SignatureOutcome.Valid => SealFindings.Passed(
                check,
                "The signature value verifies." + Liberties(algorithm, outcome.Form),
                "签名值验证通过。"),
            SignatureOutcome.Unsupported => SealFindings.Undecided(
                check, SubIndication.CryptoConstraintsFailure,
                $"{outcome.Oid} is not supported, so the signature cannot be verified.", $"不支持 {outcome.Oid}，无法验证签名值。"),
            _ => SealFindings.Failed(
                check, SubIndication.SigCryptoFailure, "The signature value does not verify.", "签名值验证未通过。"),
        };
    }

    /// <summary>Chain, validity and key usage at a time.</summary>
    public Finding Path(string check, Certificate? certificate, DateTimeOffset at, out CertificatePath? path)
    {
        path = null;
        if (certificate is null)
        {
            return SealFindings.Undecided(
                check, SubIndication.NoSigningCertificateFound, "The certificate cannot be read.", "证书无法解析。");
        }

        // Asked of the certificate itself: an unknown issuer does not excuse it.
        if (!certificate.IsValidAt(at))
        {
            return SealFindings.Failed(
                check, at < certificate.NotBefore ? SubIndication.NotYetValid : SubIndication.Expired,
                $"{certificate.Subject} is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, not at {at:u}.",
                $"证书有效期为 {certificate.NotBefore:u} 至 {certificate.NotAfter:u}，在 {at:u} 无效。");
        }

        var outcome = trust.Paths.Validate(
            new PathRequest(certificate, at, CertificatePurpose.Seal, CertificatePool.Empty));
        if (outcome is PathOutcome.Valid valid)
        {
            path = valid.Path;
            return SealFindings.Passed(check, $"{certificate.Subject} has a path to a trust anchor.", "证书链验证通过。");
        }

        var invalid = (PathOutcome.Invalid)outcome;
        bool isForbidden = invalid.Reason == SubIndication.ChainConstraintsFailure;
        return isForbidden
            ? SealFindings.Failed(check, invalid.Reason, invalid.Detail, "证书用途或证书链不符合要求。")
            : SealFindings.Undecided(check, invalid.Reason, invalid.Detail, "无法建立到信任锚的证书链。");
    }

    /// <summary>
    /// Whether any certificate of a path had been revoked. A revocation after the time that counts lets the signature
    /// stand only where that time is proven: whoever has the key can write any time.
    /// </summary>
    public Finding Revocation(string check, CertificatePath? path, DateTimeOffset at, bool isTimeProven)
    {
        if (path is null)
        {
            return SealFindings.Undecided(
                check, SubIndication.NoCertificateChainFound,
                "Without a path nobody can be asked about revocation.", "没有证书链，无法查询吊销状态。");
        }

        for (int i = 0; i < path.Certificates.Length; i++)
        {
            var subject = path.Certificates[i];
            var question = new RevocationQuestion(subject, path.IssuerOf(i), path.Anchor, at, now);
            switch (trust.Revocations.Check(question, trust.Material, CertificatePool.Empty))
            {
                case RevocationStatus.Revoked revoked when revoked.At <= at:
                    return SealFindings.Failed(
                        check, SubIndication.Revoked,
                        $"{subject.Subject} was revoked at {revoked.At:u} ({revoked.Reason}).", $"证书已于 {revoked.At:u} 吊销。");
                case RevocationStatus.Revoked revoked when !isTimeProven:
                    return SealFindings.Undecided(
                        check, SubIndication.RevokedNoPoe,
                        $"{subject.Subject} was revoked at {revoked.At:u}, and no timestamp proves that this is older.",
                        $"证书已于 {revoked.At:u} 吊销，且没有时间戳证明签章早于吊销。");
                case RevocationStatus.Unknown unknown:
                    return SealFindings.Undecided(check, unknown.Reason, unknown.Detail, "无法确定证书是否已吊销。");
                default:
                    break;
            }
        }

        return SealFindings.Passed(check, "No certificate of the path had been revoked.", "证书链上的证书均未吊销。");
    }

    /// <summary>A timestamp over a signature value; the time is null unless the stamp is sound and trusted.</summary>
    public Finding TimeStamp(
        string check, ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte> over, out DateTimeOffset? time)
    {
        time = null;
        TimeStampToken token;
        try
        {
            token = TimeStampToken.Decode(encoded);
        }
        catch (CmsFormatException e)
        {
            return SealFindings.Failed(check, SubIndication.FormatFailure, e.Message, "时间戳无法解析。");
        }

        var verified = token.VerifyOver(over);
        if (!verified.Intact)
        {
            var reason = verified.Findings.MaxBy(finding => finding.Verdict);
            return reason is { Verdict: Verdict.Indeterminate }
                ? SealFindings.Undecided(
                    check, reason.SubIndication ?? SubIndication.CryptoConstraintsFailure, reason.Detail, "时间戳无法验证。")
                : SealFindings.Failed(
                    check, SubIndication.SigCryptoFailure, reason?.Detail ?? "The timestamp does not verify.", "时间戳验证未通过。");
        }

        var outcome = trust.Paths.Validate(new PathRequest(
            verified.SignerCertificate!, token.Info.Time, CertificatePurpose.TimeStamping,
            new CertificatePool(verified.Certificates)));
        if (outcome is not PathOutcome.Valid)
        {
            var invalid = (PathOutcome.Invalid)outcome;
            return SealFindings.Undecided(check, invalid.Reason, invalid.Detail, "时间戳机构的证书不受信任。");
        }

        time = token.Info.Time;
        return SealFindings.Passed(check, $"A timestamp proves that this existed at {token.Info.Time:u}.", "时间戳验证通过。");
    }

    private static string Liberties(AlgorithmIdentifier algorithm, Sm2SignatureForm form) =>
        (form == Sm2SignatureForm.Der ? "" : $" Its encoding is not DER ({form}); tolerated.")
        + (algorithm.Oid is Oids.Sm2WithSm3Misprinted or Oids.Sm2Sign or Oids.Sm2
            ? $" Its algorithm is written {algorithm.Oid}; tolerated." : "");
}
