using Licenses.Crypto;
using Licenses.Testing.SamplePki;

namespace Licenses.Testing.Attacks;

/// <summary>R7 and R21 to R23: messages that are put together otherwise than they should be, over the right bytes.</summary>
public static class CmsAttacks
{
    private static readonly byte[] WrongDigest = RawCms.Encode(writer => writer.WriteOctetString(new byte[32]));

    public static IEnumerable<AttackCase> All() => [.. Signers(), .. Attributes(), .. Algorithms(), .. Encodings()];

    private static IEnumerable<AttackCase> Signers() =>
    [
        Good("message-put-together-by-hand", new()),
        Bad("message-of-two-signers", "R21", "CMS_SIGNER_COUNT", new() { Signers = 2 }),
        Bad("message-of-no-signer", "R21", "CMS_SIGNER_COUNT", new() { Signers = 0 }),
        Bad("message-with-content", "R21", "CMS_CONTENT", new() { Content = [1, 2, 3] }),
        Bad("message-with-empty-content", "R21", "CMS_CONTENT", new() { Content = [] }),
        Bad("message-of-a-timestamps-content-type", "R21", "CMS_CONTENT", new() { EncapsulatedType = "1.2.840.113549.1.9.16.1.4", Content = [] }),
        Doubtful("message-without-certificates", "R22", "CMS_SIGNER_CERTIFICATE", new() { Certificates = [] }),
        Doubtful("message-with-another-certificate", "R22", "CMS_SIGNER_CERTIFICATE", new() { Certificates = [Other()] }),
        Good("message-with-further-certificates", new() { Certificates = [Other(), Own(), Other()] }),
        Good("message-with-an-attribute-certificate", new() { Certificates = [Own(), [0xA2, 0x05, 0x30, 0x03, 0x02, 0x01, 0x01]] }),
    ];

    private static IEnumerable<AttackCase> Attributes() =>
    [
        Bad("two-message-digests", "R22", "CMS_ATTRIBUTE_COUNT", new() { Further = [(RawCms.MessageDigest, [WrongDigest])] }),
        Bad("message-digest-of-two-values", "R22", "CMS_ATTRIBUTE_COUNT", new()
        {
            Without = [RawCms.MessageDigest],
            Further = [(RawCms.MessageDigest, [WrongDigest, WrongDigest])],
        }),
        Bad("no-message-digest", "R22", "CMS_MESSAGE_DIGEST", new() { Without = [RawCms.MessageDigest] }),
        Bad("message-digest-of-something-else", "R22", "CMS_MESSAGE_DIGEST", new()
        {
            Without = [RawCms.MessageDigest],
            Further = [(RawCms.MessageDigest, [WrongDigest])],
        }),
        Bad("message-digest-that-is-empty", "R22", "CMS_MESSAGE_DIGEST", new()
        {
            Without = [RawCms.MessageDigest],
            Further = [(RawCms.MessageDigest, [[0x04, 0x00]])],
        }),
        Bad("no-content-type", "R22", "CMS_CONTENT_TYPE", new() { Without = [RawCms.ContentType] }),
        Bad("content-type-given-twice", "R22", "CMS_ATTRIBUTE_COUNT", new()
        {
            Further = [(RawCms.ContentType, [RawCms.Encode(writer => writer.WriteObjectIdentifier("1.2.3.4"))])],
        }),
        Doubtful("no-signing-certificate", "R22", "CMS_SIGNING_CERTIFICATE", new() { Without = [RawCms.SigningCertificateV2] }),
        Doubtful("another-signing-certificate", "R22", "CMS_SIGNING_CERTIFICATE", new() { NamedCertificate = Other() }),
        Doubtful("signing-certificate-that-cannot-be-read", "R22", "CMS_SIGNING_CERTIFICATE", new()
        {
            Without = [RawCms.SigningCertificateV2],
            Further = [(RawCms.SigningCertificateV2, [[0x30, 0x00]])],
        }),
        Good("attribute-that-nobody-knows", new() { Further = [("1.2.3.4.5", [[0x05, 0x00]])] }),
        Good("signing-time-that-cannot-be-read", new() { Further = [(RawCms.SigningTime, [[0x05, 0x00]])] }),
        Bad("bare-value-over-attributes", "R22", "CMS_SIGNATURE_VALUE", new() { IsBare = true }),
    ];

    private static IEnumerable<AttackCase> Algorithms() =>
    [
        Bad("digest-that-is-a-signature", "R22", "CMS_DIGEST_ALGORITHM", new() { DigestOid = "1.2.840.113549.1.1.11" }),
        Doubtful("digest-that-nobody-knows", "R21", "CMS_DIGEST_ALGORITHM", new() { DigestOid = "1.2.3.4.5" }),
        Bad("digest-that-is-another", "R22", "CMS_MESSAGE_DIGEST", new() { DigestOid = "2.16.840.1.101.3.4.2.3" }),
        Doubtful("signature-that-nobody-knows", "R21", "CMS_SIGNATURE_ALGORITHM", new() { SignatureOid = "1.2.3.4.5" }),
        Bad("signature-of-another-kind-of-key", "R22", "CMS_SIGNATURE_VALUE", new() { SignatureOid = "1.2.840.113549.1.1.11" }),
        Bad("signature-with-another-digest", "R22", "CMS_SIGNATURE_VALUE", new() { SignatureOid = "1.2.840.10045.4.3.3" }),
        Bad("signature-that-is-a-curve", "R22", "CMS_SIGNATURE_ALGORITHM", new() { SignatureOid = "1.2.840.10045.3.1.7" }),
        Bad("signature-of-zeros", "R22", "CMS_SIGNATURE_VALUE", new() { Value = _ => [0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00] }),
        Bad("signature-of-nothing", "R22", "CMS_SIGNATURE_VALUE", new() { Value = _ => [] }),
        Bad("signature-with-a-tail", "R22", "CMS_SIGNATURE_VALUE", new() { Value = value => [.. value, 0x00] }),
    ];

    private static IEnumerable<AttackCase> Encodings() =>
    [
        Good("message-of-open-length", new() { IsIndefinite = true }),
        Bad("bytes-inside-the-message", "R21", "CMS_FORMAT", new() { Inside = [0x05, 0x00] }, Verdict.Indeterminate),
    ];

    private static AttackCase Good(string name, RawCms cms) => new(name, "R22", Verdict.Passed, Verdict.Passed, null, () => SealAsync(cms));

    private static AttackCase Doubtful(string name, string rule, string check, RawCms cms) =>
        new(name, rule, Verdict.Indeterminate, Verdict.Indeterminate, check, () => SealAsync(cms));

    private static AttackCase Bad(string name, string rule, string check, RawCms cms, Verdict verdict = Verdict.Failed) =>
        new(name, rule, verdict, verdict, check, () => SealAsync(cms));

    private static Task<byte[]> SealAsync(RawCms cms) => new SealedSample
    {
        Contents = $"/Contents <{new string('0', 16384)}>",
        Fault = new() { Cms = cms },
    }.SealAsync();

    private static byte[] Own() => RawSigner.Certificate;

    private static byte[] Other() => SampleCertificates.IssuingAuthority().RawData;
}
