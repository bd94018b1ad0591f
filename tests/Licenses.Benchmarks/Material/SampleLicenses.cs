using Licenses.Crypto.Signatures;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;
using Licenses.Testing.SamplePki;
using Licenses.Trust;

namespace Licenses.Benchmarks.Material;

/// <summary>A license face of 200 Chinese characters with table and QR code, and how the police department seals it.</summary>
internal static class SampleLicenses
{
    private const string Scope =
        "许可项目：餐饮服务；食品销售；住宿服务。一般项目：餐饮管理；外卖递送服务；食用农产品零售；日用百货销售；"
        + "会议及展览服务；企业管理咨询。（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以许可证件为准）";

    // Made when first asked for: the large files are measured in processes that need neither.
    private static readonly Lazy<FontSet> LoadedFonts = new(() => FontSet.Load(new FontSetOptions()));

    private static readonly Lazy<SealRequest> MadeSeal = new(() => new SealRequest
    {
        SigningTime = Now,
        Name = "样例市公安局",
        Reason = "签发电子证照",
        FieldName = "Seal1",
        Certify = CertificationLevel.NoChanges,
        Appearance = new SealAppearance(
            new RoundSeal { Name = "样例市公安局", SubLine = "电子证照专用章", Code = "11310000MB2F30047X" }.Draw(Fonts),
            new SealPlacement.InRectangle(SealPlacement.LastPage, FaceComposer.SealArea)),
    });

    public static DateTimeOffset Now { get; } = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    public static LicenseFace Face { get; } = new()
    {
        Title = "营业执照",
        TitleEnglish = "Business license",
        Number = "100000000000202600000001X",
        Identifier = "1.2.156.3005.2.11310000MB2F30047X.11310000MB2F30047X.0000000000001.001.1",
        Holder = "样例市张记样例餐饮有限公司",
        Issuer = "样例市市场监督管理局",
        IssuerEnglish = "Sample City Market Supervision Bureau",
        IssuedOn = new DateOnly(2026, 9, 1),
        Fields =
        [
            new("统一社会信用代码", "91310000MA99000011", "Credit code"),
            new("类型", "有限责任公司（自然人投资或控股）", "Type"),
            new("法定代表人", "张样例", "Representative"),
            new("注册资本", "人民币壹佰万元整", "Capital"),
            new("成立日期", "2024年3月18日", "Established"),
            new("住所", "样例市样例区样板路168号1层", "Address"),
            new("经营范围", Scope, "Scope"),
            new("登记状态", "存续（在营业中）", "State"),
        ],
        QrPayload = "https://localhost:7444/v/1.2.156.3005.2.11310000MB2F30047X.11310000MB2F30047X.0000000000001.001.1",
        VerificationLink = "https://localhost:7444/v/",
        Watermark = "样例 SAMPLE",
    };

    public static FontSet Fonts => LoadedFonts.Value;

    /// <summary>How a license is sealed: certified, no change allowed, with the round seal.</summary>
    public static SealRequest LicenseSeal => MadeSeal.Value;

    /// <summary>How any other document is sealed here: approved, not seen.</summary>
    public static SealRequest PlainSeal { get; } = new() { SigningTime = Now };

    public static Pkcs12SealKey Key(string department) => Pkcs12SealKey.Load(
        File.ReadAllBytes(SampleCertificates.SealPath(department)), SampleCertificates.Password);

    public static TrustStore Trust() => new TrustStoreLoader()
        .Trust(SampleCertificates.TrustDirectory)
        .Add(SampleCertificates.PathTo("authorities", "issuing-ca.pem"))
        .Add(SampleCertificates.CrlDirectory)
        .Load();

    /// <summary>A sealed license as the product issues it.</summary>
    public static async Task<ReadOnlyMemory<byte>> SealedAsync(string department, CancellationToken cancellationToken)
    {
        using var key = Key(department);
        return await SealAsync(FaceComposer.Compose(Face, Fonts), LicenseSeal, key, cancellationToken);
    }

    public static async ValueTask<ReadOnlyMemory<byte>> SealAsync(
        ReadOnlyMemory<byte> document, SealRequest request, ISealKey key, CancellationToken cancellationToken) =>
        await PdfSealer.SealAsync(document, request, key, cancellationToken) is SealOutcome.Sealed done
            ? done.Document
            : throw new InvalidOperationException("the sample could not be sealed");
}
