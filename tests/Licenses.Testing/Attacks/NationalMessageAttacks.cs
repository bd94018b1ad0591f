using Licenses.Crypto;
using Licenses.Testing.SamplePki;

namespace Licenses.Testing.Attacks;

/// <summary>Messages with SM2, under the numbers of RFC 5652 and of GM/T 0010, right and wrong.</summary>
public static class NationalMessageAttacks
{
    private const string Pkcs7 = "adbe.pkcs7.detached";
    private const string Cades = "ETSI.CAdES.detached";
    private const string NationalArc = "1.2.156.10197.6.1.4.2.";
    private const string Sm3 = "1.2.156.10197.1.401";
    private const string Sm2Sign = "1.2.156.10197.1.301.1";

    private static readonly RawCms Plain = new() { DigestOid = Sm3 };

    private static readonly RawCms National = new()
    {
        MessageType = NationalArc + 2, EncapsulatedType = NationalArc + 1, DigestOid = Sm3, SignatureOid = Sm2Sign,
    };

    private static readonly byte[] OtherDigest = RawCms.Encode(writer => writer.WriteOctetString(new byte[32]));

    public static IEnumerable<AttackCase> All() =>
    [
        Good("sm2-message-in-pkcs7", Plain, Pkcs7),
        Good("sm2-message-in-cades", Plain, Cades),
        Good("national-message", National, Pkcs7),
        Good("national-message-over-data-of-pkcs7", National with { EncapsulatedType = RawCms.Data }, Pkcs7),
        Good("pkcs7-message-over-national-data", Plain with { EncapsulatedType = NationalArc + 1 }, Pkcs7),
        Bad("national-message-over-an-envelope", "CMS_FORMAT", National with { EncapsulatedType = NationalArc + 3 }),
        Bad("national-message-over-a-timestamp", "CMS_FORMAT", National with { EncapsulatedType = "1.2.840.113549.1.9.16.1.4" }),
        Bad("national-message-of-two-signers", "CMS_SIGNER_COUNT", National with { Signers = 2 }),
        Bad("national-message-with-content", "CMS_CONTENT", National with { Content = [1] }),
        Bad("national-message-off-by-a-bit", "CMS_SIGNATURE_VALUE", National with { Value = value => [.. value.AsSpan(0, value.Length - 1), (byte)(value[^1] ^ 1)] }),
        Bad("national-message-of-another-digest", "CMS_MESSAGE_DIGEST", National with { Without = [RawCms.MessageDigest], Further = [(RawCms.MessageDigest, [OtherDigest])] }),
        Bad("national-message-of-two-digests", "CMS_ATTRIBUTE_COUNT", National with { Further = [(RawCms.MessageDigest, [OtherDigest])] }),
        Bad("national-message-of-no-attributes-over-attributes", "CMS_SIGNATURE_VALUE", National with { IsBare = true }),
        Bad("sm2-message-that-digests-otherwise", "CMS_MESSAGE_DIGEST", Plain with { DigestOid = RawCms.Sha256 }),
        new("national-message-by-a-key-of-another-kind", "R22", Verdict.Indeterminate, Verdict.Indeterminate, "CMS_FORMAT",
            () => new SealedSample
            {
                SubFilter = Pkcs7,
                Fault = new() { Cms = new RawCms { MessageType = NationalArc + 2, EncapsulatedType = NationalArc + 1 } },
            }.SealAsync()),
        new("national-message-with-another-certificate", "R22", Verdict.Indeterminate, Verdict.Indeterminate, "CMS_SIGNER_CERTIFICATE",
            () => SealAsync(National with { Certificates = [NationalSeals.CivilAffairs.Certificate.Encoded.ToArray()] }, Pkcs7)),
        Lie("national-message-that-says-to-be-cades", National, Cades),
        Lie("message-that-says-to-be-a-seal", Plain, SesAttacks.SealName),
        Lie("national-message-that-says-to-be-a-seal", National, SesAttacks.SealName),
        new("national-message-under-a-name-that-nobody-knows", "R21", Verdict.Indeterminate, Verdict.Indeterminate, "SUB_FILTER",
            () => SealAsync(National, "Vendor.message")),
    ];

    /// <summary>A message of GM/T 0010 as it should be.</summary>
    internal static Task<byte[]> SignAsync(byte[] covered) => National.SignAsync(NationalSeals.Police, RawSes.Sm3(covered));

    private static AttackCase Good(string name, RawCms cms, string subFilter) => AttackCase.Honest(name, "R22", () => SealAsync(cms, subFilter));

    private static AttackCase Bad(string name, string check, RawCms cms) => AttackCase.Refused(name, "R22", check, () => SealAsync(cms, Pkcs7));

    private static AttackCase Lie(string name, RawCms cms, string subFilter) =>
        new(name, "R21", Verdict.Indeterminate, Verdict.Failed, "SUB_FILTER", () => SealAsync(cms, subFilter));

    private static Task<byte[]> SealAsync(RawCms cms, string subFilter) =>
        SesAttacks.Sample(covered => cms.SignAsync(NationalSeals.Police, RawSes.Sm3(covered.Bytes)), subFilter).SealAsync();
}
