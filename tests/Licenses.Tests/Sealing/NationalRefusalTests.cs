using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Pdf.Signing;
using Licenses.Testing.Attacks;
using Licenses.Tests.Crypto.Sm;
using Licenses.Tests.Pdf.Sealing;

namespace Licenses.Tests.Sealing;

/// <summary>Who may not apply which seal, and when; nothing is written, and the reason is said in both languages.</summary>
public sealed class NationalRefusalTests
{
    private static readonly SealInfo Info = NationalSample.Info;

    public static TheoryData<string> Cases { get; } = [.. Seals.Keys];

    private static Dictionary<string, (Func<byte[]> Seal, SealRefusal Code)> Seals => new()
    {
        ["ended"] = (() => NationalSample.Make(Info with { ValidUntil = NationalSample.Noon.AddSeconds(-1) }), SealRefusal.SealNotValid),
        ["not yet valid"] = (() => NationalSample.Make(Info with { ValidFrom = NationalSample.Noon.AddSeconds(1) }), SealRefusal.SealNotValid),
        ["for others"] = (() => NationalSample.Make(Info with { Signers = [NationalKeys.CivilAffairs.Certificate.Encoded] }), SealRefusal.SignerNotListed),
        ["made in the future"] = (() => NationalSample.Make(Info with { CreatedAt = NationalSample.Noon.AddDays(1) }), SealRefusal.SealUnusable),
        ["with an unknown part"] = (() => NationalSample.Make(Info with { Extensions = [new Extension("1.2.3.4", true, new byte[] { 5, 0 })] }), SealRefusal.SealUnusable),
        ["of 2014"] = (() => Run(new RawSes { IsOld = true, SealVersion = 1 }.SealAsync()), SealRefusal.SealUnusable),
        ["changed"] = (() => Run(new RawSes { MakerText = _ => [1] }.SealAsync()), SealRefusal.SealUnusable),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_seal_that_must_not_be_applied_is_not(string name)
    {
        var (make, code) = Seals[name];

        var refused = await RefuseAsync(NationalSample.Request(new SealProfile.Ses(ElectronicSeal.Decode(make()))), NationalKeys.Police);

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task A_signer_whose_certificate_has_ended_applies_no_seal()
    {
        var seal = ElectronicSeal.Decode(NationalSample.Make(Info with { Signers = [NationalKeys.Expired.Certificate.Encoded] }));

        var refused = await RefuseAsync(NationalSample.Request(new SealProfile.Ses(seal)), NationalKeys.Expired);

        Assert.Equal(SealRefusal.SignerNotValid, refused.Code);
    }

    [Theory]
    [InlineData("sm2-cades")]
    [InlineData("sm2-pkcs7")]
    [InlineData("sm2-pkcs7-gm")]
    [InlineData("ses")]
    public async Task A_key_of_another_kind_signs_in_no_national_profile(string name)
    {
        var refused = await RefuseAsync(NationalSample.Request(NationalSample.Profile(name)), SealSample.Police);

        Assert.Equal(SealRefusal.KeyUnfit, refused.Code);
    }

    [Theory]
    [InlineData("OFD")]
    [InlineData("SVG")]
    [InlineData("GIF")]
    public async Task A_picture_that_cannot_be_drawn_is_refused_where_it_would_be_seen_and_only_there(string type)
    {
        var seal = ElectronicSeal.Decode(NationalSample.Make(Info with { Picture = new SealPicture(type, "GIF89a<svg/>"u8.ToArray(), 40, 40) }));
        var request = NationalSample.Request(new SealProfile.Ses(seal));

        var refused = await RefuseAsync(request with { Appearance = new SealAppearance(null, new SealPlacement.Around(1, 200, 200)) }, NationalKeys.Police);
        byte[] unseen = await NationalSample.SealAsync(SealInputs.Get("classic"), request);
        byte[] drawn = await NationalSample.SealAsync(
            SealInputs.Get("classic"), request with { Appearance = new SealAppearance(SealSample.Drawing, new SealPlacement.Around(1, 200, 200)) });

        Assert.Equal(SealRefusal.PictureUndrawable, refused.Code);
        Assert.All(new[] { unseen, drawn }, document => Assert.True(NationalSample.Verify(document).Signatures.Single().Intact));
    }

    [Fact]
    public void A_bare_key_that_the_seal_does_not_list_gets_nothing_to_sign()
    {
        using var source = Licenses.Pdf.Syntax.PdfSource.FromMemory(SealInputs.Get("classic"));
        var prepared = Assert.IsType<PrepareOutcome.Prepared>(
            PdfSealer.Prepare(source, NationalSample.Request(NationalSample.Ses), 8192)).Seal;

        Assert.Throws<ArgumentException>(() => prepared.ToSign(NationalKeys.CivilAffairs));
    }

    private static async Task<SealOutcome.Refused> RefuseAsync(SealRequest request, ISealKey key)
    {
        var refused = Assert.IsType<SealOutcome.Refused>(
            await PdfSealer.SealAsync(SealInputs.Get("classic"), request, key, NationalSample.Token));
        Assert.NotEmpty(refused.Detail);
        Assert.NotEmpty(refused.DetailZh);
        return refused;
    }

    private static byte[] Run(Task<byte[]> task) => task.GetAwaiter().GetResult();
}
