using Licenses.Crypto.Signatures;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>
/// What an empty signature field demands of whoever signs in it (/SV, ISO 32000-2, 12.7.5.5 and tables 237 to 239). A
/// demand is met or the seal is refused; a mere wish is left aside.
/// </summary>
internal sealed class SeedValues
{
    private const int Filter = 1 << 0;
    private const int SubFilter = 1 << 1;
    private const int Version = 1 << 2;
    private const int Reasons = 1 << 3;
    private const int LegalAttestation = 1 << 4;
    private const int AddRevocation = 1 << 5;
    private const int DigestMethod = 1 << 6;
    private const int LockDocument = 1 << 7;
    private const int AppearanceFilter = 1 << 8;
    private const int NewestVersion = 3;

    private readonly PdfDocument _document;
    private readonly PdfDictionary _seed;
    private readonly long _flags;

    private SeedValues(PdfDocument document, PdfDictionary seed)
    {
        _document = document;
        _seed = seed;
        _flags = Flags(seed);
    }

    /// <summary>Throws where the field demands what this seal is not.</summary>
    public static void Demand(PdfDocument document, FormField field, SealRequest request)
    {
        if (document.Resolve(field.Dictionary["SV"]) is PdfDictionary seed)
        {
            var values = new SeedValues(document, seed);
            values.DemandForm(request.Profile);
            values.DemandRequest(request);
            values.DemandCertification(request);
            values.DemandKey(request.Key);
        }
    }

    private void DemandForm(SealProfile profile)
    {
        Require(!Has(Filter) || Names("Filter") is [] || Names("Filter") is [var handler] && handler == profile.Handler, "another signature handler (/Filter)", "其他签名处理程序（/Filter）");
        Require(!Has(SubFilter) || Names("SubFilter") is [] || Names("SubFilter").Contains(profile.Format),
            $"a signature of the kind {string.Join(" or ", Names("SubFilter"))}", "其他签名格式（/SubFilter）");
        Require(!Has(Version) || !(_document.Resolve(_seed["V"]) is PdfInteger { Value: > NewestVersion }),
            "a newer version of seed values (/V)", "更高版本的种子值（/V）");
        Require(!Has(AddRevocation) || !IsTrue("AddRevInfo"), "revocation data within the signature (/AddRevInfo)", "在签名内嵌入吊销信息（/AddRevInfo）");
        Require(!Has(LockDocument) || !IsTrue("LockDocument") && Names("LockDocument") is not ["true"],
            "the document to be locked (/LockDocument)", "锁定整个文件（/LockDocument）");
    }

    private void DemandRequest(SealRequest request)
    {
        if (Has(Reasons))
        {
            var reasons = Texts("Reasons");
            bool isNone = reasons is [] or ["."];
            Require(isNone ? string.IsNullOrEmpty(request.Reason) : reasons.Contains(request.Reason ?? ""),
                isNone ? "no reason to be given" : $"one of these reasons: {string.Join("; ", reasons)}",
                isNone ? "不填写签名原因" : $"签名原因为以下之一：{string.Join("；", reasons)}");
        }

        if (_document.Resolve(_seed["TimeStamp"]) is PdfDictionary stamp && (Flags(stamp) & 1) != 0)
        {
            Require(!request.Stampers.IsEmpty, "a timestamp (level B-T or higher)", "时间戳（B-T 及以上级别）");
        }

        Require(!Has(AppearanceFilter) || request.Appearance is null, "an appearance of a certain name", "指定名称的外观");
    }

    private void DemandCertification(SealRequest request)
    {
        if (_document.Resolve(_seed["MDP"]) is PdfDictionary modification
            && _document.Resolve(modification["P"]) is PdfInteger { Value: >= 0 and <= 3 } level)
        {
            int asked = (int?)request.Certify ?? 0;
            Require(asked == level.Value,
                level.Value == 0 ? "an approval, not a certification" : $"a certification with P={level.Value}",
                level.Value == 0 ? "普通签名而非认证签名" : $"P={level.Value} 的认证签名");
        }

        Require(!Has(LegalAttestation) || request.Certify is null, "a legal attestation", "法律声明");
    }

    private void DemandKey(ISealKey? key)
    {
        const int Subject = 1 << 0;
        const int Issuer = 1 << 1;
        var digests = Texts("DigestMethod");
        Require(!Has(DigestMethod) || digests.IsEmpty || key is null || digests.Contains(key.Algorithm.Digest.Name ?? ""),
            $"one of these digests: {string.Join(", ", digests)}", $"以下摘要算法之一：{string.Join("、", digests)}");
        if (_document.Resolve(_seed["Cert"]) is not PdfDictionary demanded || Flags(demanded) is not (not 0 and var flags))
        {
            return;
        }

        bool isMet = key is not null && (flags & ~(long)(Subject | Issuer)) == 0
            && ((flags & Subject) == 0 || Holds(demanded, "Subject", key.Certificate.Encoded))
            && ((flags & Issuer) == 0 || key.Chain.Any(authority => Holds(demanded, "Issuer", authority.Encoded)));
        Require(isMet, "certain signers (/Cert)", "特定签名者（/Cert）");
    }

    private bool Holds(PdfDictionary demanded, string entry, ReadOnlyMemory<byte> certificate) =>
        Items(demanded, entry).OfType<PdfString>().Any(item => item.Bytes.Span.SequenceEqual(certificate.Span));

    private bool Has(int flag) => (_flags & flag) != 0;

    private bool IsTrue(string key) => _document.Resolve(_seed[key]) is PdfBoolean { Value: true };

    private ImmutableArray<string> Names(string key) => [.. Items(_seed, key).OfType<PdfName>().Select(name => name.Value)];

    private ImmutableArray<string> Texts(string key) =>
        [.. Items(_seed, key).OfType<PdfString>().Select(text => PdfText.Decode(text.Bytes.Span))];

    private IEnumerable<PdfObject> Items(PdfDictionary owner, string key) => _document.Resolve(owner[key]) switch
    {
        PdfArray array => array.Items.Select(_document.Resolve),
        PdfNull => [],
        var single => [single],
    };

    private long Flags(PdfDictionary dictionary) => _document.Resolve(dictionary["Ff"]) is PdfInteger flags ? flags.Value : 0;

    private static void Require(bool isMet, string what, string whatZh)
    {
        if (!isMet)
        {
            throw new SealRefusedException(
                SealRefusal.FieldDemands, $"The field demands {what}, which this seal is not.", $"该签名域要求{whatZh}，本次盖章不符合。");
        }
    }
}
