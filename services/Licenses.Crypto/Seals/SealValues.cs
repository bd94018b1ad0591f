using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>The signature values of makers and signers.</summary>
internal static class SealValues
{
    /// <summary>A signature value over bytes as received, with the key of a certificate that the structure brings.</summary>
    public static Finding Verify(
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
                "签名值验证通过。" + LibertiesZh(algorithm, outcome.Form)),
            SignatureOutcome.Unsupported => SealFindings.Undecided(
                check, SubIndication.CryptoConstraintsFailure,
                $"{outcome.Oid} is not supported, so the signature cannot be verified.", $"不支持 {outcome.Oid}，无法验证签名值。"),
            _ => SealFindings.Failed(
                check, SubIndication.SigCryptoFailure, "The signature value does not verify.", "签名值验证未通过。"),
        };
    }

    private static string Liberties(AlgorithmIdentifier algorithm, Sm2SignatureForm form) =>
        (form == Sm2SignatureForm.Der ? "" : $" Its encoding is not DER ({form}); tolerated.")
        + (IsOddlyNamed(algorithm) ? $" Its algorithm is written {algorithm.Oid}; tolerated." : "");

    private static string LibertiesZh(AlgorithmIdentifier algorithm, Sm2SignatureForm form) =>
        (form == Sm2SignatureForm.Der ? "" : $"其编码不是 DER（{form}），予以容忍。")
        + (IsOddlyNamed(algorithm) ? $"其算法标识写作 {algorithm.Oid}，予以容忍。" : "");

    private static bool IsOddlyNamed(AlgorithmIdentifier algorithm) =>
        algorithm.Oid is Oids.Sm2WithSm3Misprinted or Oids.Sm2Sign or Oids.Sm2;
}
