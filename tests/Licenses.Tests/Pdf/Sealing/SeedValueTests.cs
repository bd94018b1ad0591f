using Licenses.Pdf.Signing;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

/// <summary>What an empty field demands of whoever signs in it (/SV), and its own lock.</summary>
public sealed class SeedValueTests
{
    private static readonly SealRequest InOffice = SealSample.Invisible with { FieldName = "Office", Reason = "核发" };

    [Theory]
    [InlineData("/Ff 2/SubFilter[/adbe.pkcs7.detached]")]
    [InlineData("/Ff 1/Filter/Entrust.PPKEF")]
    [InlineData("/Ff 4/V 9")]
    [InlineData("/Ff 8/Reasons[(Approved)(Rejected)]")]
    [InlineData("/Ff 8/Reasons[(.)]")]
    [InlineData("/Ff 8")]
    [InlineData("/Ff 32/AddRevInfo true")]
    [InlineData("/Ff 64/DigestMethod[(SHA512)]")]
    [InlineData("/Ff 128/LockDocument/true")]
    [InlineData("/MDP<</P 2>>")]
    [InlineData("/TimeStamp<</URL(http://tsa.example.org)/Ff 1>>")]
    [InlineData("/Cert<</Ff 1/Subject[<3000>]>>")]
    [InlineData("/Cert<</Ff 8/SubjectDN[<</O(Other)>>]>>")]
    public async Task A_demand_that_the_seal_does_not_meet_is_refused_and_named(string seed)
    {
        var refused = await SealSample.Refuse(SealInputs.WithField($"/SV<<{seed}>>"), InOffice);

        Assert.Equal(SealRefusal.FieldDemands, refused.Code);
    }

    [Theory]
    [InlineData("/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]")]
    [InlineData("/Ff 1/Filter/Adobe.PPKLite")]
    [InlineData("/SubFilter[/adbe.pkcs7.detached]")]
    [InlineData("/Reasons[(Approved)]/DigestMethod[(SHA512)]/AddRevInfo true")]
    [InlineData("/Ff 64/DigestMethod[(SHA256)(SHA512)]")]
    [InlineData("/MDP<</P 0>>")]
    [InlineData("/TimeStamp<</URL(http://tsa.example.org)/Ff 0>>")]
    public async Task A_demand_that_is_met_and_a_mere_wish_stand_in_no_ones_way(string seed)
    {
        using var file = new TempFile(await SealSample.Seal(SealInputs.WithField($"/SV<<{seed}>>"), InOffice));

        Assert.Contains("Signature is Valid", ForeignTool.Run("pdfsig", "-nocert", file.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_for_one_signer_takes_that_signer_only()
    {
        string police = Convert.ToHexString(SealSample.Police.Certificate.Encoded.Span);
        byte[] input = SealInputs.WithField($"/SV<</Cert<</Ff 1/Subject[<{police}>]>>>>");
        using var tax = SealSample.Key("tax");

        var outcome = await PdfSealer.SealAsync(input, InOffice, tax, SealSample.Token);

        Assert.Equal(SealRefusal.FieldDemands, Assert.IsType<SealOutcome.Refused>(outcome).Code);
        Assert.IsType<SealOutcome.Sealed>(await PdfSealer.SealAsync(input, InOffice, SealSample.Police, SealSample.Token));
    }

    [Fact]
    public async Task A_second_lock_beside_the_fields_own_is_refused()
    {
        byte[] input = SealInputs.WithField("/Lock<</Type/SigFieldLock/Action/All>>");

        var refused = await SealSample.Refuse(input, InOffice with { Lock = FieldLock.All });

        Assert.Equal(SealRefusal.FieldDemands, refused.Code);
    }

    [Fact]
    public async Task A_lock_that_closes_the_document_keeps_later_seals_out()
    {
        byte[] closed = await SealSample.Seal(
            SealInputs.WithField("/Lock<</Type/SigFieldLock/Action/Include/Fields[]/P 1>>"), InOffice);

        var refused = await SealSample.Refuse(closed, SealSample.Invisible);

        Assert.Equal(SealRefusal.CertificationForbids, refused.Code);
    }
}
