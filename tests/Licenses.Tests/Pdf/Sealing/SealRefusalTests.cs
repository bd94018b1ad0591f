using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Signing;
using Licenses.Tests.Pdf.Composing;

namespace Licenses.Tests.Pdf.Sealing;

public sealed class SealRefusalTests
{
    [Theory]
    [InlineData(CertificationLevel.NoChanges, true)]
    [InlineData(CertificationLevel.NoChanges, false)]
    [InlineData(CertificationLevel.FormFilling, true)]
    [InlineData(CertificationLevel.Annotations, true)]
    public async Task A_certification_that_another_seal_would_break_is_respected(CertificationLevel level, bool visible)
    {
        var certified = await SealSample.Seal(SealInputs.Get("classic"), SealSample.Visible with { Certify = level });

        var refused = await SealSample.Refuse(certified, visible ? SealSample.Visible : SealSample.Invisible);

        Assert.Equal(SealRefusal.CertificationForbids, refused.Code);
        Assert.Contains($"P={(int)level}", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_certified_for_filling_in_takes_a_seal_in_its_field()
    {
        var certified = await SealSample.Seal(
            SealInputs.WithField(), SealSample.Invisible with { Certify = CertificationLevel.FormFilling });

        var document = await SealSample.Seal(certified, SealSample.Visible with { FieldName = "Office" });

        using var file = new TempFile(document);
        string report = ForeignTool.Run("pdfsig", file.Path).Output;
        Assert.Equal(2, report.Split("Signature is Valid").Length - 1);
    }

    [Fact]
    public async Task Only_the_first_seal_can_certify()
    {
        var sealedOnce = await SealSample.Seal(SealInputs.Get("classic"));

        var refused = await SealSample.Refuse(sealedOnce, SealSample.Visible with { Certify = CertificationLevel.NoChanges });

        Assert.Equal(SealRefusal.CannotCertify, refused.Code);
    }

    [Fact]
    public async Task A_signed_field_is_not_signed_again()
    {
        var filled = await SealSample.Seal(SealInputs.WithField(), SealSample.Invisible with { FieldName = "Office" });

        var refused = await SealSample.Refuse(filled, SealSample.Invisible with { FieldName = "Office" });

        Assert.Equal(SealRefusal.FieldAlreadySigned, refused.Code);
    }

    [Fact]
    public async Task A_field_that_must_exist_and_does_not_is_named()
    {
        var refused = await SealSample.Refuse(
            SealInputs.Get("classic"), SealSample.Invisible with { FieldName = "Office", RequireExistingField = true });

        Assert.Equal(SealRefusal.FieldNotFound, refused.Code);
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Office.Sub")]
    public async Task A_field_of_another_kind_or_an_impossible_name_is_refused(string name)
    {
        var input = SealInputs.Classic(
            "/Annots[4 0 R]", "/AcroForm<</Fields[4 0 R]>>", "<</Subtype/Widget/FT/Tx/T(Text)/Rect[0 0 9 9]/P 3 0 R>>");

        var refused = await SealSample.Refuse(input, SealSample.Invisible with { FieldName = name });

        Assert.Equal(SealRefusal.FieldUnusable, refused.Code);
    }

    [Fact]
    public async Task A_field_that_an_earlier_seal_locks_stays_empty()
    {
        var locked = await SealSample.Seal(
            SealInputs.WithField(), SealSample.Invisible with { Lock = new FieldLock(FieldLockAction.Include, ["Office"]) });

        var refused = await SealSample.Refuse(locked, SealSample.Invisible with { FieldName = "Office" });

        Assert.Equal(SealRefusal.FieldLocked, refused.Code);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-2)]
    public async Task A_page_that_does_not_exist_is_refused(int page)
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(SealSample.Drawing, new SealPlacement.Around(page, 200, 200)),
        };

        Assert.Equal(SealRefusal.PageNotFound, (await SealSample.Refuse(SealInputs.Get("classic"), request)).Code);
    }

    [Theory]
    [InlineData(-50, 100)]
    [InlineData(500, 100)]
    [InlineData(100, 800)]
    public async Task A_seal_that_would_leave_the_page_is_refused(double x, double y)
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(
                SealSample.Drawing, new SealPlacement.InRectangle(1, new PageRectangle(x, y, 119, 119))),
        };

        Assert.Equal(SealRefusal.OutsidePage, (await SealSample.Refuse(SealInputs.Get("classic"), request)).Code);
    }

    [Fact]
    public async Task A_dynamic_form_is_refused()
    {
        var refused = await SealSample.Refuse(SealInputs.Classic("", "/NeedsRendering true"));

        Assert.Equal(SealRefusal.DynamicForm, refused.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a pdf")]
    [InlineData("%PDF-1.7\nstartxref\n9\n%%EOF")]
    public async Task Bytes_that_are_no_document_are_refused_with_a_place(string bytes)
    {
        var refused = await SealSample.Refuse(Encoding.Latin1.GetBytes(bytes));

        Assert.Equal(SealRefusal.NotReadable, refused.Code);
    }

    [Fact]
    public async Task A_damaged_document_is_refused_with_what_was_found_in_it()
    {
        byte[] document = SealInputs.Get("classic").ToArray();
        byte[] signed = (await SealSample.Seal(document)).ToArray();

        var cut = await SealSample.Refuse(document[..document.AsSpan().LastIndexOf("startxref"u8)]);
        var cutAfterSealing = await SealSample.Refuse(signed[..signed.AsSpan().LastIndexOf("startxref"u8)]);

        Assert.Equal(SealRefusal.NotReadable, cut.Code);
        Assert.Contains("damaged document (pages: 1): save it anew", cut.Detail, StringComparison.Ordinal);
        Assert.Contains("that was signed: ask for it anew", cutAfterSealing.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void No_damage_to_a_document_makes_the_sealer_throw()
    {
        var inputs = new[] { "classic", "hybrid", "form", "face" }.Select(SealInputs.Get).ToArray();
        var damage = Gen.Choose(0, int.MaxValue - 1).Three().ArrayOf(3);

        Prop.ForAll(damage.ToArbitrary(), places =>
        {
            var bytes = inputs[places[0].Item1 % inputs.Length].ToArray();
            foreach (var (_, at, value) in places)
            {
                bytes[at % bytes.Length] = unchecked((byte)value);
            }

            _ = PdfSealer.Prepare(Licenses.Pdf.Syntax.PdfSource.FromMemory(bytes), SealSample.Visible, 4096);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
