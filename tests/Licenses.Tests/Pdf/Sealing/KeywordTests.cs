using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Sealing;

public sealed class KeywordTests
{
    [Theory]
    [InlineData("face", "发证机关", 1, 1)]
    [InlineData("face", "样例市公安局", 1, 1)]
    [InlineData("ghostscript", "page 2", 1, 2)]
    [InlineData("ghostscript", "page", -1, 2)]
    [InlineData("ghostscript", "page", 2, 2)]
    [InlineData("chromium", "乙方：某公司", 1, 1)]
    [InlineData("qpdf-streams", "Contract,page1", 1, 1)]
    public void A_text_is_found_in_documents_of_many_makers(string name, string keyword, int occurrence, int page)
    {
        var document = PdfDocument.Open(PdfSource.FromMemory(SealInputs.Get(name)));

        var found = KeywordFinder.Find(document, new SealPlacement.AtKeyword(keyword, occurrence));

        Assert.Equal(page, found?.View.Page.Number);
    }

    [Fact]
    public void The_place_is_the_middle_of_the_text()
    {
        // Ghostscript wrote "Contract, page 1" in Helvetica 24 at 72, 700: 170 points wide.
        var document = PdfDocument.Open(PdfSource.FromMemory(SealInputs.Get("ghostscript")));

        var found = KeywordFinder.Find(document, new SealPlacement.AtKeyword("Contract, page 1"))!.Value;

        Assert.InRange(found.X, 150, 166);
        Assert.InRange(found.Y, 705, 712);
    }

    /// <summary>Each text stands with its middle near 150, 150 as seen, whatever way it is written.</summary>
    [Theory]
    [InlineData("kerned", "BT /F 20 Tf 66 143 Td [(Plea) -300 (se S) 120 (eal h) -50 (ere)] TJ ET", "Please Seal here")]
    [InlineData("turned", "BT /F 20 Tf 0 1 -1 0 157 106 Tm (Seal here) Tj ET", "Seal here")]
    [InlineData("in pieces", "BT /F 20 Tf 1 0 0 1 128 143 Tm (Se) Tj 1 0 0 1 152 143 Tm (al) Tj ET", "Seal")]
    [InlineData("scaled", "q 2 0 0 2 0 0 cm BT /F 10 Tf 53 71.5 Td (Seal here) Tj ET Q", "Seal here")]
    [InlineData("spread", "BT /F 14 Tf 3 Tc 5 Tw 120 Tz 98 145 Td (Seal here) Tj ET", "Seal here")]
    [InlineData("by line", "BT /F 20 Tf 24 TL 130 191 Td (one) Tj (Seal) ' (Seal) ' ET", "Seal", 2)]
    [InlineData("from the end", "BT /F 20 Tf 24 TL 130 167 Td (Seal) Tj (Seal) ' (Seal) ' ET", "Seal", -2)]
    public void A_text_is_found_however_it_is_written(string way, string content, string keyword, int occurrence = 1)
    {
        var input = SealInputs.Classic(
            "/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>", "",
            $"<</Length {content.Length}>>\nstream\n{content}\nendstream");
        var document = PdfDocument.Open(PdfSource.FromMemory(input));

        var found = KeywordFinder.Find(document, new SealPlacement.AtKeyword(keyword, occurrence));

        Assert.True(found is { X: > 140 and < 160, Y: > 140 and < 160 }, $"{way}: {found?.X} {found?.Y}");
    }

    [Fact]
    public async Task A_seal_goes_where_the_text_is()
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(SealSample.Drawing, new SealPlacement.AtKeyword("page 2")),
        };

        var document = PdfDocument.Open(PdfSource.FromMemory(await SealSample.Seal(SealInputs.Get("ghostscript"), request)));

        Assert.False(document.Pages.Find(1)!.Dictionary.Has("Annots"));
        Assert.True(document.Pages.Find(2)!.Dictionary.Has("Annots"));
    }

    [Theory]
    [InlineData("丙方", 1)]
    [InlineData("page", 3)]
    [InlineData("page", -3)]
    [InlineData("page", 0)]
    [InlineData("", 1)]
    public async Task A_text_that_is_not_there_often_enough_is_refused(string keyword, int occurrence)
    {
        var request = SealSample.Visible with
        {
            Appearance = new SealAppearance(SealSample.Drawing, new SealPlacement.AtKeyword(keyword, occurrence)),
        };

        var refused = await SealSample.Refuse(SealInputs.Get("ghostscript"), request);

        Assert.Equal(SealRefusal.KeywordNotFound, refused.Code);
    }
}
