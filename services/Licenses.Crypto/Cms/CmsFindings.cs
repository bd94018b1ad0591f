using System.Security.Cryptography;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Cms;

/// <summary>The findings of a CMS verification: one place for codes and words.</summary>
internal static class CmsFindings
{
    private const int LeastRsaBits = 2048;
    private const int LeastCurveBits = 224;

    public static Finding SignerCount(int count) => Failed(
        "CMS_SIGNER_COUNT", SubIndication.FormatFailure,
        $"The signature must have exactly one signer, but has {count}.", $"签名应恰有一个签名者，实有 {count} 个。");

    public static Finding Misplaced(string detail) => Failed(
        "CMS_CONTENT", SubIndication.FormatFailure, detail, "被签内容的位置不符合签名类型的规定。");

    public static Finding UnknownDigest(string oid) => SignatureAlgorithm.IsSignatureOid(oid)
        ? Failed(
            "CMS_DIGEST_ALGORITHM", SubIndication.FormatFailure,
            $"The digest algorithm field holds {oid}, which is a signature algorithm.", $"摘要算法字段填写了签名算法 {oid}。")
        : Undecided(
            "CMS_DIGEST_ALGORITHM", SubIndication.CryptoConstraintsFailure,
            $"The digest algorithm {oid} is unknown or broken.", $"摘要算法 {oid} 未知或已被攻破。");

    public static Finding WeakDigest(HashAlgorithmName digest) => Undecided(
        "CMS_WEAK_DIGEST", SubIndication.CryptoConstraintsFailure,
        $"{digest.Name} is no longer collision resistant.", $"{digest.Name} 已不能抵抗碰撞。");

    public static Finding DigestUnavailable(HashAlgorithmName digest) => Undecided(
        "CMS_MESSAGE_DIGEST", SubIndication.SignedDataNotFound,
        $"The signed bytes could not be digested with {digest.Name}.", $"无法以 {digest.Name} 计算被签内容的摘要。");

    public static Finding MessageDigest(bool matches) => matches
        ? Passed("CMS_MESSAGE_DIGEST", "The digest of the signed bytes is the one that was signed.", "被签内容的摘要与签名中的摘要一致。")
        : Failed(
            "CMS_MESSAGE_DIGEST", SubIndication.HashFailure,
            "The digest of the signed bytes differs from the one that was signed.", "被签内容的摘要与签名中的摘要不一致。");

    public static Finding UnknownSignatureAlgorithm(string oid) => IsOtherKind(oid)
        ? Failed(
            "CMS_SIGNATURE_ALGORITHM", SubIndication.FormatFailure,
            $"The signature algorithm field holds {oid}, which is a curve or a digest.", $"签名算法字段填写了曲线或摘要标识 {oid}。")
        : Undecided(
        "CMS_SIGNATURE_ALGORITHM", SubIndication.CryptoConstraintsFailure,
        $"The signature algorithm {oid} is unknown, or its parameters are not sound.", $"签名算法 {oid} 未知或参数有误。");

    public static Finding NoSignerCertificate(int unreadable) => Undecided(
        "CMS_SIGNER_CERTIFICATE", SubIndication.NoSigningCertificateFound,
        unreadable == 0
            ? "The signature does not hold its signer's certificate."
            : $"The signer's certificate is not among those that could be read; {unreadable} could not.",
        "签名中没有可用的签名者证书。");

    // Anybody can add one to an honest message; where one alone can be the signer's, the others change nothing.
    public static Finding Namesakes(int count, bool isNamed, int verified) => (isNamed, verified) switch
    {
        (true, _) => Passed(
            "CMS_SIGNER_NAMESAKES",
            $"{count} different certificates of the message bear the signer's issuer and serial number; the one that the signature names counts.",
            $"消息中有 {count} 张不同的证书使用签名者的颁发者与序列号；以签名所指明的那一张为准。"),
        (_, 1) => Passed(
            "CMS_SIGNER_NAMESAKES",
            $"{count} different certificates of the message bear the signer's issuer and serial number; the one whose key verified counts.",
            $"消息中有 {count} 张不同的证书使用签名者的颁发者与序列号；以公钥通过验证的那一张为准。"),
        _ => Undecided(
            "CMS_SIGNER_NAMESAKES", SubIndication.NoSigningCertificateFound,
            $"{count} different certificates of the message bear the signer's issuer and serial number, and the signature does not tell its own.",
            $"消息中有 {count} 张不同的证书使用签名者的颁发者与序列号，而签名无法区分其中哪一张。"),
    };

    public static IEnumerable<Finding> Strength(SubjectPublicKeyInfo key)
    {
        int least = key.Kind is KeyKind.Rsa or KeyKind.RsaPss ? LeastRsaBits : LeastCurveBits;
        if (key.Kind != KeyKind.Unsupported && key.Bits < least)
        {
            yield return Undecided(
                "CMS_WEAK_KEY", SubIndication.CryptoConstraintsFailure,
                $"The signer's key has {key.Bits} bits; {least} are the least.",
                $"签名者密钥为 {key.Bits} 位，至少应为 {least} 位。");
        }
    }

    /// <summary>What is odd about the algorithm, though the signature may verify.</summary>
    public static IEnumerable<Finding> AlgorithmNotes(
        string oid, SignatureAlgorithm algorithm, HashAlgorithmName digest)
    {
        if (oid == Oids.EcPublicKey)
        {
            yield return Passed(
                "CMS_KEY_OID_AS_SIGNATURE", "The signature algorithm is named by its key type only; tolerated.",
                "签名算法字段仅填写了密钥类型，予以容忍。");
        }

        if (oid == Oids.Sm2WithSm3Misprinted)
        {
            yield return Passed(
                "CMS_ALGORITHM_MISPRINTED", $"The signature algorithm {oid} is a known misprint; tolerated.",
                $"签名算法标识 {oid} 系已知的误印，予以容忍。");
        }

        if (algorithm.Scheme == SignatureScheme.Sm2 && algorithm.Digest != digest)
        {
            yield return Undecided(
                "CMS_DIGEST_DISAGREES", SubIndication.CryptoConstraintsFailure,
                $"The signer names {digest.Name} as digest, but SM2 signs with SM3.",
                $"签名者声明的摘要算法 {digest.Name} 与 SM2 签名所用的 SM3 不一致。");
        }
        else if (algorithm.NamesItsDigest && algorithm.Digest != digest)
        {
            yield return Undecided(
                "CMS_DIGEST_DISAGREES", SubIndication.CryptoConstraintsFailure,
                $"The signer names {digest.Name} as digest, but signs with {algorithm.Digest.Name}.",
                $"签名者声明的摘要算法 {digest.Name} 与签名所用的 {algorithm.Digest.Name} 不一致。");
        }

        if (algorithm.NamesItsDigest && algorithm.Digest != digest && DigestAlgorithms.IsWeak(algorithm.Digest))
        {
            yield return WeakDigest(algorithm.Digest);
        }
    }

    public static Finding SignatureValue(SignatureCheck check) => check.Outcome switch
    {
        SignatureOutcome.Valid => Passed(
            "CMS_SIGNATURE_VALUE", "The signature value verifies with the signer's key.", "签名值通过签名者公钥的验证。"),
        SignatureOutcome.Unsupported => Undecided(
            "CMS_SIGNATURE_VALUE", SubIndication.CryptoConstraintsFailure,
            $"The signature cannot be verified here: {check.Oid} is not supported.", $"此处不支持 {check.Oid}，无法验证签名值。"),
        _ => Failed(
            "CMS_SIGNATURE_VALUE", SubIndication.SigCryptoFailure,
            "The signature value does not verify with the signer's key.", "签名值未能通过签名者公钥的验证。"),
    };

    public static Finding AttributesNotDer() => Passed(
        "CMS_ATTRS_NOT_DER", "The signed attributes are not in DER order; the signature is over the order received.",
        "签名属性未按 DER 排序；签名是对收到的顺序作出的。");

    public static Finding AttributeRepeated(string oid) => Failed(
        "CMS_ATTRIBUTE_COUNT", SubIndication.FormatFailure,
        $"The signed attribute {oid} must stand once with one value.", $"签名属性 {oid} 应只出现一次且只有一个值。");

    public static Finding ContentTypeAttribute() => Failed(
        "CMS_CONTENT_TYPE", SubIndication.FormatFailure,
        "The content-type attribute is missing or differs from the content's type.", "content-type 属性缺失或与内容类型不符。");

    public static Finding NoAttributes() => Undecided(
        "CMS_NO_SIGNED_ATTRIBUTES", SubIndication.SigConstraintsFailure,
        "The signature has no signed attributes, so it does not name its certificate.", "签名没有签名属性，未指明其证书。");

    public static Finding ContentIsAttributes() => Failed(
        "CMS_CONTENT_IS_ATTRIBUTES", SubIndication.FormatFailure,
        "The content is the set of signed attributes of another message: its signature was not made for this one.",
        "被签内容是另一消息的签名属性集合，签名并非为本消息所作。");

    public static Finding NationalWithoutAttributes() => Passed(
        "CMS_NO_SIGNED_ATTRIBUTES", "The signature is over the content itself, as GM/T 0010 allows.", "签名直接对内容作出，GM/T 0010 允许。");

    public static Finding SignatureEncoding(Sm2SignatureForm form) => Passed(
        "CMS_SIGNATURE_ENCODING", $"The signature value is not in DER ({form}); tolerated.", $"签名值的编码不是 DER（{form}），予以容忍。");

    public static Finding AttributesRequired(string contentType) => Failed(
        "CMS_NO_SIGNED_ATTRIBUTES", SubIndication.FormatFailure,
        $"Content of type {contentType} needs signed attributes.", $"类型为 {contentType} 的内容必须带签名属性。");

    public static Finding NoSigningCertificate() => Undecided(
        "CMS_SIGNING_CERTIFICATE", SubIndication.SigConstraintsFailure,
        "The signature does not name its certificate, as CAdES requires.", "签名未按 CAdES 的要求指明其证书。");

    public static Finding SigningCertificate(bool matches) => matches
        ? Passed(
            "CMS_SIGNING_CERTIFICATE", "The signature names its certificate, and it is this one.", "签名指明了其证书，且正是这一张。")
        : Undecided(
            "CMS_SIGNING_CERTIFICATE", SubIndication.NoSigningCertificateFound,
            "The certificate is not the one that the signature names.", "证书并非签名所指明的那一张。");

    private static bool IsOtherKind(string oid) =>
        NamedCurves.BitsOf(oid) is not null || DigestAlgorithms.Find(oid) is not null;

    private static Finding Passed(string check, string detail, string detailZh) => new(check, Verdict.Passed, detail, detailZh);

    private static Finding Undecided(string check, SubIndication reason, string detail, string detailZh) =>
        new(check, Verdict.Indeterminate, detail, null, reason, detailZh);

    private static Finding Failed(string check, SubIndication reason, string detail, string detailZh) =>
        new(check, Verdict.Failed, detail, null, reason, detailZh);
}
