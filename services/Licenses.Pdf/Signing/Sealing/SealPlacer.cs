using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Document;

namespace Licenses.Pdf.Signing;

/// <summary>Finds the page and the rectangle for a seal.</summary>
internal static class SealPlacer
{
    public static (PageView View, PageRectangle Area) Place(PdfDocument document, SealPlacement placement, SealDrawing drawing)
    {
        switch (placement)
        {
            case SealPlacement.InRectangle rectangle:
                return (PageView.Of(document, FindPage(document, rectangle.Page)), rectangle.Area);
            case SealPlacement.Around around:
                return Around(PageView.Of(document, FindPage(document, around.Page)), around.X, around.Y, drawing);
            default:
                throw new SealRefusedException(
                    SealRefusal.KeywordNotFound, "The text to seal at was not found.", "未找到盖章关键字。");
        }
    }

    public static PdfPage FindPage(PdfDocument document, int number)
    {
        if (number > 0)
        {
            return document.Pages.Find(number) ?? throw NotFound(number);
        }

        var pages = document.Pages.ToList();
        return number < 0 && pages.Count + number >= 0 ? pages[pages.Count + number] : throw NotFound(number);
    }

    private static (PageView, PageRectangle) Around(PageView view, double x, double y, SealDrawing drawing) => (
        view,
        new PageRectangle(x - drawing.Width / 2, y - drawing.Height / 2, drawing.Width, drawing.Height));

    private static SealRefusedException NotFound(int number) => new(
        SealRefusal.PageNotFound, $"The document has no page {number}.", $"文件没有第{number}页。");
}
