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
