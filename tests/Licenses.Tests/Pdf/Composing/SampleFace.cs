using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Tests.Pdf.Composing;

/// <summary>A license as a city would issue it: about 200 Chinese characters, a table and a QR code.</summary>
internal static class SampleFace
{
    private static readonly Lazy<FontSet> LazyFonts = new(() => FontSet.Load(new FontSetOptions()));

    public static FontSet Fonts => LazyFonts.Value;

    public static LicenseFace Residence { get; } = new()
    {
        Title = "居住证",
        TitleEnglish = "Residence Permit",
        Number = "3101092026000123",
        Identifier = "1.2.156.3005.2.11100000000013127D001.11310000MB2F30306A.3101092026000123.001.X",
        Holder = "张晓明",
        Issuer = "样例市公安局",
        IssuerEnglish = "Sample City Public Security Bureau",
        IssuedOn = new DateOnly(2026, 7, 1),
        ValidUntil = new DateOnly(2029, 6, 30),
        QrPayload = "https://licenses.example.gov.cn/v/3101092026000123?c=7Q4KX2",
        VerificationLink = "https://licenses.example.gov.cn/v/3101092026000123",
        Fields =
        [
            new FaceField("性别", "男", "Sex"),
            new FaceField("出生日期", "1988年4月12日", "Date of birth"),
            new FaceField("证件号码", "310109********1234", "Identity number"),
            new FaceField("户籍地址", "江南省云川市青溪县白鹭镇柳荫村十二组四十七号", "Registered address"),
            new FaceField("居住地址", "样例市虹湖区梧桐路一百二十八弄六号楼一单元八百零二室（梧桐苑小区，近地铁三号线梧桐路站二号口）", "Residence"),
            new FaceField("持证人类别", "来沪务工人员（已连续缴纳职工社会保险满三十六个月）", "Category"),
            new FaceField("备注", "持证人在本市居住期间依法享有义务教育、基本公共就业服务等权利。", "Remarks"),
        ],
    };

    /// <summary>More rows than one page holds.</summary>
    public static LicenseFace Long { get; } = Residence with
    {
        Title = "特种设备使用登记证",
        Fields = [.. Enumerable.Range(1, 30).Select(i => new FaceField($"设备第{i}号", string.Concat(Enumerable.Repeat("承压类特种设备 pressure vessel，", i % 5 + 1)), $"Device {i}"))],
    };
}
