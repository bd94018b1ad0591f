using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Signatures;
using Licenses.Testing.SamplePki;

namespace Licenses.Testing.Attacks;

/// <summary>Electronic seals' signatures in /Contents (GB/T 38540), and what is put in their place.</summary>
public static class SesAttacks
{
    public const string SealName = "GM.sm2seal";

    private static readonly RawSes Good = new();
    private static readonly Lazy<Pkcs12SealKey> International = new(() =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.SealPath("police")), SampleCertificates.Password));

    public static IEnumerable<AttackCase> All() => [.. Honest(), .. Digests(), .. Signers(), .. Makers(), .. Shapes(), .. Names(), .. Later(), .. Damaged()];

    /// <summary>The usual victim, sealed with an electronic seal.</summary>
    public static SealedSample Sample(RawSes ses, string subFilter = SealName) => Sample(ses.SignAsync, subFilter);

    public static SealedSample Sample(Func<CoveredBytes, Task<byte[]>> value, string subFilter = SealName) => new()
    {
        SubFilter = subFilter,
        Contents = $"/Contents <{new string('0', 16384)}>",
        Fault = new() { Value = value },
    };

    private static IEnumerable<AttackCase> Honest() =>
    [
        Sound("seal-of-2020", Good),
        Sound("seal-of-2025", Good with { SealVersion = 5 }),
        Sound("seal-of-2014", Good with { SealVersion = 1, IsOld = true }),
        Sound("seal-that-lists-digests", Good with { Digests = [("SM3", RawSes.Sm3(NationalSeals.Police.Certificate.Encoded.Span))] }),
        Sound("seal-for-two-signers", Good with { Listed = [Encoded(NationalSeals.CivilAffairs), Encoded(NationalSeals.Police)] }),
        Sound("seal-with-a-bare-value", Good with { ChangeValue = Bare }),
        Sound("seal-that-states-a-path", Good with { Property = _ => "/Doc_0/Signs/Sign_0/Signature.xml" }),
        AttackCase.Honest("seal-under-a-name-that-nobody-knows", "R21", () => Sample(Good, "Vendor.seal").SealAsync()),
        AttackCase.Honest("seal-that-certifies", "R19", () => (Sample(Good) with { Certify = 1 }).SealAsync()),
    ];

    private static IEnumerable<AttackCase> Digests() =>
    [
        Bad("seal-over-the-whole-file", "SES_CONTENT_DIGEST", Good with { DataHash = covered => RawSes.Sm3(covered.File) }),
        Bad("seal-over-the-first-part", "SES_CONTENT_DIGEST", Good with { DataHash = covered => RawSes.Sm3(covered.File.AsSpan(0, covered.GapStart)) }),
        Bad("seal-over-the-brackets-too", "SES_CONTENT_DIGEST", Good with
        {
            DataHash = covered => RawSes.Sm3([.. covered.File.AsSpan(0, covered.GapStart + 1), .. covered.File.AsSpan(covered.GapEnd - 1)]),
        }),
        Bad("seal-by-another-digest", "SES_CONTENT_DIGEST", Good with { DataHash = covered => SHA256.HashData(covered.Bytes) }),
        Bad("seal-over-a-digest-of-the-digest", "SES_CONTENT_DIGEST", Good with { DataHash = covered => RawSes.Sm3(RawSes.Sm3(covered.Bytes)) }),
        Bad("seal-over-a-digest-cut-short", "SES_CONTENT_DIGEST", Good with { DataHash = covered => RawSes.Sm3(covered.Bytes)[..16] }),
        Bad("seal-over-nothing", "SES_CONTENT_DIGEST", Good with { DataHash = _ => [] }),
        Bad("seal-of-another-document", "SES_CONTENT_DIGEST", Good with { DataHash = covered => RawSes.Sm3([.. covered.Bytes, 32]) }),
        Doubtful("seal-that-states-another-range", "SES_PROTECTED_RANGE", Good with { Property = _ => "/ByteRange[0 10 20 30]" }),
    ];

    private static IEnumerable<AttackCase> Signers() =>
    [
        Bad("seal-by-somebody-not-on-its-list", "SES_SIGNER_ON_LIST", Good with { Signer = NationalSeals.CivilAffairs, Listed = [Encoded(NationalSeals.Police)] }),
        Bad("seal-with-an-empty-list", "SES_SIGNER_ON_LIST", Good with { Listed = [] }),
        Bad("seal-by-somebody-who-shows-another", "SES_SIGNATURE", Good with
        {
            Signer = NationalSeals.CivilAffairs, Listed = [Encoded(NationalSeals.Police)], ShownSigner = Encoded(NationalSeals.Police),
        }),
        Bad("seal-value-off-by-a-bit", "SES_SIGNATURE", Good with { ChangeValue = Flip }),
        Bad("seal-value-of-zeros", "SES_SIGNATURE", Good with { ChangeValue = _ => new byte[64] }),
        Bad("seal-value-over-the-digest", "SES_SIGNATURE", Good with { Sign = text => NationalSeals.Police.SignAsync(RawSes.Sm3(text), default).AsTask() }),
        Bad("seal-exchanged-under-its-signature", "SES_SIGNATURE", Good with { ChangeSigned = signed => Change(signed, "3100000") }),
        Bad("seal-of-two-versions", "SES_FORMAT", Good with { SignatureVersion = 5 }),
        Doubtful("seal-that-lists-unknown-digests", "SES_SIGNER_ON_LIST", Good with { Digests = [("MYHASH", new byte[32])] }),
        Bad("seal-that-lists-other-digests", "SES_SIGNER_ON_LIST", Good with { Digests = [("SM3", new byte[32])] }),
        Doubtful("seal-with-an-unknown-critical-part", "SES_EXTENSIONS", Good with { HasUnknown = true }),
        Doubtful("seal-by-a-key-of-another-kind", "SES_ALGORITHM", Good with
        {
            Signer = International.Value, SignerAlgorithm = "1.2.840.10045.4.3.2", DataHash = covered => SHA256.HashData(covered.Bytes),
        }),
        Bad("seal-by-a-key-of-another-kind-called-sm2", "SES_SIGNATURE", Good with { Signer = International.Value }),
        Bad("seal-by-sm2-called-ecdsa", "SES_SIGNATURE", Good with { SignerAlgorithm = "1.2.840.10045.4.3.2" }),
        new("seal-whose-signer-cannot-be-read", "R21", Verdict.Failed, Verdict.Failed, "SES_SIGNER_ON_LIST", () => Sample(Good with { ShownSigner = [1, 2] }).SealAsync()),
    ];

    private static IEnumerable<AttackCase> Makers() =>
    [
        Bad("seal-made-by-nobody", "SEAL_MAKER_SIGNATURE", Good with { MakerText = _ => [1] }),
        Bad("seal-made-over-the-scope-of-2014", "SEAL_MAKER_SIGNATURE", Good with
        {
            MakerText = info => RawSes.Sequence(info, RawCms.Encode(writer => writer.WriteOctetString(NationalSeals.Maker.Certificate.Encoded.Span)),
                RawCms.Encode(writer => writer.WriteObjectIdentifier(RawSes.Sm2WithSm3))),
        }),
        Bad("seal-of-2014-made-over-the-scope-of-2020", "SEAL_MAKER_SIGNATURE", Good with { SealVersion = 1, IsOld = true, MakerText = info => info }),
        Bad("seal-renamed-by-its-signer", "SEAL_MAKER_SIGNATURE", Good with { ChangeSeal = seal => Change(seal, "样例市") }),
        Bad("seal-given-another-picture", "SEAL_MAKER_SIGNATURE", Good with { ChangeSeal = seal => Change(seal, "no picture") }),
        Bad("seal-whose-list-was-changed", "SEAL_MAKER_SIGNATURE", Good with
        {
            Signer = NationalSeals.CivilAffairs, Listed = [Encoded(NationalSeals.Police)],
            ChangeSeal = seal => Replace(seal, Encoded(NationalSeals.Police)[^32..], Encoded(NationalSeals.CivilAffairs)[^32..]),
        }),
        Doubtful("seal-with-an-unknown-critical-part-of-its-own", "SEAL_EXTENSIONS", Good with { HasUnknownInSeal = true }),
    ];

    private static IEnumerable<AttackCase> Shapes() =>
    [
        Late("seal-with-a-tail", "R7", "CONTENTS_PADDING", Good with { ChangeAll = all => [.. all, 0, 1] }),
        Late("seal-twice", "R7", "CONTENTS_PADDING", Good with { ChangeAll = all => [.. all, .. all] }),
        Bad("seal-cut-short", "SES_SIGNATURE", Good with { ChangeAll = all => all[..^10] }),
        Bad("seal-of-a-huge-length", "SES_FORMAT", Good with { ChangeAll = all => [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, .. all.AsSpan(4)] }),
        Bad("seal-of-a-length-of-five-bytes", "SES_FORMAT", Good with { ChangeAll = all => [0x30, 0x85, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. all.AsSpan(4)] }),
        Bad("seal-nested-too-long", "SES_FORMAT", Good with { ChangeAll = all => [.. all.AsSpan(0, 13), 0xFF, .. all.AsSpan(14)] }),
        Bad("seal-nested-for-ever", "SES_FORMAT", Good with { ChangeAll = _ => [.. Enumerable.Range(0, 8000).Select(i => (byte)(i % 2 == 0 ? 0x30 : 0x80))] }),
        Bad("seal-wrapped-once-more", "SES_FORMAT", Good with { ChangeAll = all => RawSes.Sequence(all) }),
        Doubtful("seal-with-a-list-of-an-unknown-kind", "SES_FORMAT", Good with { ListType = 3 }),
        Sealed("seal-alone", Verdict.Failed, "SES_FORMAT", async _ => await Good.SealAsync()),
        Sealed("certificate-in-a-seals-place", Verdict.Failed, "SES_FORMAT", _ => Task.FromResult(Encoded(NationalSeals.Police))),
        Sealed("bare-sm2-in-a-seals-place", Verdict.Failed, "SES_FORMAT", async covered => await NationalSeals.Police.SignAsync(covered.Bytes, default)),
        Sealed("noise-in-a-seals-place", Verdict.Failed, "SES_FORMAT", _ => Task.FromResult<byte[]>([0xFF, 0xFF, 0xFF, 0xFF])),
        AttackCase.Refused("seal-whose-gap-is-wider", "R3", "CONTENTS_GAP", () => (Sample(Good) with
        {
            Contents = $"/Contents <{new string('0', 16384)}> ",
            Fault = new() { Value = Good.SignAsync, GapAfter = 1 },
        }).SealAsync()),
    ];

    private static IEnumerable<AttackCase> Names() =>
    [
        Lie("seal-that-says-to-be-pkcs7", "adbe.pkcs7.detached", Good.SignAsync),
        Lie("seal-that-says-to-be-cades", "ETSI.CAdES.detached", Good.SignAsync),
        Lie("seal-that-says-to-be-pkcs7-over-sha1", "adbe.pkcs7.sha1", Good.SignAsync),
        AttackCase.Refused("seal-that-says-to-be-a-timestamp", "R24", "TIMESTAMP_TYPE", () => Sample(Good, "ETSI.RFC3161").SealAsync()),
    ];

    private static IEnumerable<AttackCase> Later() =>
    [
        AttackCase.Refused("seal-and-then-another-page", "R18", "FORBIDDEN_CHANGE", () => Sample(Good)
            .ThenAsync((SealedSample.FirstContent, RawPdf.Stream("", "BT /F1 24 Tf 20 250 Td (License No. 2) Tj ET")))),
        AttackCase.HonestButLate("seal-and-then-a-field-filled", "R17", "FORM_FILLING", () => Sample(Good)
            .ThenAsync((SealedSample.TextField, SealedSample.TextFieldBody("200")))),
        AttackCase.Refused("seal-exchanged-in-a-later-revision", "R12", "SIGNED_REVISION", async () =>
        {
            byte[] document = await Sample(Good).SealAsync();
            return new RawPdf(document).Append(new RawRevision
            {
                Objects = new Dictionary<int, string>
                {
                    [SealedSample.Seal] = new SealedSample { SubFilter = SealName }.SealBody(
                        "/ByteRange [0 1000 2000 100]", $"/Contents <{new string('0', 64)}30>"),
                },
            }).ToArray();
        }),
    ];

    private static IEnumerable<AttackCase> Damaged() =>
    [
        AttackCase.Refused("seal-in-a-file-that-was-cut", "R10", "DAMAGED_FILE", () => CutAsync(Good.SignAsync)),
        AttackCase.Refused("seal-of-2014-in-a-file-that-was-cut", "R10", "DAMAGED_FILE", () => CutAsync((Good with { SealVersion = 1, IsOld = true }).SignAsync)),
        AttackCase.Refused("national-message-in-a-file-that-was-cut", "R10", "DAMAGED_FILE",
            () => CutAsync(covered => NationalMessageAttacks.SignAsync(covered.Bytes))),
    ];

    /// <summary>Nothing but the beginning of the value tells that somebody signed this.</summary>
    private static async Task<byte[]> CutAsync(Func<CoveredBytes, Task<byte[]>> value)
    {
        byte[] document = await Sample(value).SealAsync();
        int range = document.AsSpan().LastIndexOf("/ByteRange"u8);
        document[range + 1] = (byte)'b';
        return document[..(document.AsSpan().LastIndexOf("/Contents <"u8) + 2000)];
    }

    private static AttackCase Sound(string name, RawSes ses) => AttackCase.Honest(name, "R21", () => Sample(ses).SealAsync());

    private static AttackCase Bad(string name, string check, RawSes ses) => AttackCase.Refused(name, "R21", check, () => Sample(ses).SealAsync());

    private static AttackCase Doubtful(string name, string check, RawSes ses) => Sealed(name, Verdict.Indeterminate, check, ses.SignAsync);

    private static AttackCase Sealed(string name, Verdict verdict, string check, Func<CoveredBytes, Task<byte[]>> value) =>
        new(name, "R21", verdict, verdict, check, () => Sample(value).SealAsync());

    private static AttackCase Late(string name, string rule, string check, RawSes ses) =>
        new(name, rule, Verdict.Indeterminate, Verdict.Failed, check, () => Sample(ses).SealAsync());

    private static AttackCase Lie(string name, string subFilter, Func<CoveredBytes, Task<byte[]>> value) =>
        new(name, "R21", Verdict.Indeterminate, Verdict.Failed, "SUB_FILTER", () => Sample(value, subFilter).SealAsync());

    private static byte[] Encoded(ISealKey key) => key.Certificate.Encoded.ToArray();

    private static byte[] Flip(byte[] value) => [.. value.AsSpan(0, value.Length - 1), (byte)(value[^1] ^ 1)];

    private static byte[] Bare(byte[] der)
    {
        var value = new System.Formats.Asn1.AsnReader(der, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        return [.. Fixed(value.ReadInteger()), .. Fixed(value.ReadInteger())];

        static byte[] Fixed(System.Numerics.BigInteger number)
        {
            byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[32 - bytes.Length], .. bytes];
        }
    }

    private static byte[] Change(byte[] bytes, string text)
    {
        byte[] changed = [.. bytes];
        byte[] part = System.Text.Encoding.UTF8.GetBytes(text);
        int at = changed.AsSpan().IndexOf(part);
        changed[at + part.Length - 1] ^= 1;
        return changed;
    }

    private static byte[] Replace(byte[] bytes, byte[] part, byte[] by)
    {
        byte[] changed = [.. bytes];
        by.CopyTo(changed, changed.AsSpan().IndexOf(part));
        return changed;
    }
}
