using Licenses.Crypto.Signatures;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;
using Licenses.Testing.SamplePki;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>Keys, drawings and requests that the sealing tests share.</summary>
internal static class SealSample
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(8));

    private static readonly Lazy<SealDrawing> LazyDrawing = new(() => new RoundSeal
    {
        Name = "样例市公安局",
        SubLine = "电子证照专用章",
        Code = "3101090012345",
    }.Draw(SampleFace.Fonts));

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Pkcs12SealKey Police { get; } = Key("police");

    public static SealDrawing Drawing => LazyDrawing.Value;

    public static SealRequest Visible { get; } = new()
    {
        SigningTime = Noon,
        Reason = "证照签发",
        Location = "样例市",
        Name = "样例市公安局",
        Appearance = new SealAppearance(Drawing, new SealPlacement.InRectangle(1, new PageRectangle(100, 100, 119, 119))),
    };

    public static SealRequest Invisible { get; } = Visible with { Appearance = null };

    public static Pkcs12SealKey Key(string department) =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.SealPath(department)), SampleCertificates.Password);

    public static async Task<byte[]> Seal(byte[] pdf, SealRequest? request = null, ISealKey? key = null)
    {
        var outcome = await PdfSealer.SealAsync(pdf, request ?? Visible, key ?? Police, Token);
        return Assert.IsType<SealOutcome.Sealed>(outcome).Document.ToArray();
    }

    public static async Task<SealOutcome.Refused> Refuse(byte[] pdf, SealRequest? request = null)
    {
        var refused = Assert.IsType<SealOutcome.Refused>(await PdfSealer.SealAsync(pdf, request ?? Visible, Police, Token));
        Assert.NotEmpty(refused.Detail);
        Assert.NotEmpty(refused.DetailZh);
        return refused;
    }
}
