using Licenses.Pdf.Composing;
using Licenses.Pdf.Document;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Sealing;

public sealed class PageViewTests
{
    [Theory]
    [InlineData("/Rotate 0", "20 30 120 80")]
    [InlineData("/Rotate 90", "515 20 565 120")]
    [InlineData("/Rotate 180", "475 762 575 812")]
    [InlineData("/Rotate 270", "30 722 80 822")]
    [InlineData("/Rotate -90", "30 722 80 822")]
    [InlineData("/MediaBox[-100 -200 495 642]", "-80 -170 20 -120")]
    [InlineData("/MediaBox[595 842 0 0]", "20 30 120 80")]
    [InlineData("/CropBox[50 60 550 800]", "70 90 170 140")]
    [InlineData("/CropBox[50 60 9000 9000]", "70 90 170 140")]
    [InlineData("/UserUnit 2", "10 15 60 40")]
    public void A_place_as_seen_is_found_on_the_page(string entries, string expected)
    {
        var view = Open(entries);

        var rect = view.ToRect(new PageRectangle(20, 30, 100, 50));

        Assert.Equal(expected, string.Join(' ', rect.Items.Select(side => side is PdfReal real ? real.Value : ((PdfInteger)side).Value)));
    }

    [Theory]
    [InlineData("/Rotate 0")]
    [InlineData("/Rotate 90/CropBox[50 60 550 800]")]
    [InlineData("/Rotate 180/UserUnit 1.5")]
    [InlineData("/Rotate 270/MediaBox[-100 -200 495 642]")]
    public void What_is_seen_at_a_point_is_there(string entries)
    {
        var view = Open(entries);

        var rect = view.ToRect(new PageRectangle(33, 44, 0, 0));

        double Side(int i) => rect.Items[i] is PdfReal real ? real.Value : ((PdfInteger)rect.Items[i]).Value;
        var (x, y) = view.ToView(Side(0), Side(1));
        Assert.Equal(33, x, 2);
        Assert.Equal(44, y, 2);
    }

    private static PageView Open(string entries)
    {
        var document = PdfDocument.Open(PdfSource.FromMemory(SealInputs.Classic(entries)));
        return PageView.Of(document, document.Pages.Find(1)!);
    }
}
