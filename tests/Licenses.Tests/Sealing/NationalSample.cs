using Licenses.Crypto.Cms;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Sealing;
using Licenses.Testing.Clock;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Pdf.Composing;
using Licenses.Verification;

namespace Licenses.Tests.Sealing;

/// <summary>A department's electronic seal, the profiles that use it or its key, and documents sealed in each.</summary>
internal static class NationalSample
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 4, 0, 0, TimeSpan.Zero);

    /// <summary>One red frame with a bar: enough to see which way is up.</summary>
    public static readonly byte[] Picture = PictureBuilder.Png(
        (60, 40, 8, 6), (x, y) => x < 3 || y < 3 || x > 56 || y > 36 || (y is > 6 and < 12) ? [220, 20, 30, 255] : [0, 0, 0, 0]);

    public static SealInfo Info { get; } = new()
    {
        Version = SealMaker.Gbt2020,
        Vendor = "SAMPLE",
        SealId = "31000000000001",
        Type = 1,
        Name = "样例市公安局电子印章",
        Signers = [NationalKeys.Police.Certificate.Encoded],
        CreatedAt = Noon.AddDays(-30),
        ValidFrom = Noon.AddDays(-30),
        ValidUntil = Noon.AddYears(3),
        Picture = new SealPicture("PNG", Picture, 45, 30),
    };

    public static ElectronicSeal Seal { get; } = ElectronicSeal.Decode(Make(Info));

    public static SealProfile.Ses Ses => new(Seal);

    public static OwnTimeStamps Stamps { get; } = new(NationalKeys.TimeStamps, "1.2.3.4.1", new ManualClock(Noon.AddMinutes(1)));

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static byte[] Make(SealInfo info, ISealKey? maker = null, SignatureStamper? stamper = null) =>
        SealMaker.MakeAsync(maker ?? NationalKeys.Maker, info, stamper, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public static SealProfile Profile(string name) => name switch
    {
        "ses" => Ses,
        "sm2-cades" => new SealProfile.Sm2Cades(),
        "sm2-pkcs7" => new SealProfile.Sm2Pkcs7(),
        "sm2-pkcs7-gm" => new SealProfile.Sm2Pkcs7National(),
        _ => new SealProfile.Pades(),
    };

    public static SealRequest Request(SealProfile profile) => new() { SigningTime = Noon, Profile = profile, Name = "样例市公安局" };

    public static async Task<byte[]> SealAsync(byte[] pdf, SealRequest request, ISealKey? key = null) =>
        Assert.IsType<SealOutcome.Sealed>(await PdfSealer.SealAsync(pdf, request, key ?? NationalKeys.Police, Token)).Document.ToArray();

    public static VerificationReport Verify(
        ReadOnlyMemory<byte> document, InspectionPolicy policy = InspectionPolicy.Strict, DateTimeOffset? at = null, string? password = null) =>
        ToldInChinese.Checked(DocumentVerifier.Verify(
            PdfSource.FromMemory(document),
            new VerificationRequest { At = at ?? Noon.AddDays(1), Trust = NationalKeys.Trust, Policy = policy, Password = password },
            Token));

    public static string Told(VerificationReport report) => string.Join('\n', report.AllFindings);
}
