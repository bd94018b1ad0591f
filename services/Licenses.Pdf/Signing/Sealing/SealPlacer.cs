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
            case SealPlacement.AtKeyword keyword:
                return AtKeyword(document, keyword, drawing);
            default:
                throw new System.Diagnostics.UnreachableException();
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

    // A text near the edge is no reason to refuse: the seal moves inward as far as it must.
    private static (PageView, PageRectangle) AtKeyword(
        PdfDocument document, SealPlacement.AtKeyword keyword, SealDrawing drawing)
    {
        if (KeywordFinder.Find(document, keyword) is not var (view, x, y))
        {
            throw new SealRefusedException(
                SealRefusal.KeywordNotFound,
                "The text to seal at does not stand on any page as often as asked for.",
                "页面中未找到指定次数的盖章关键字。");
        }

        double left = x + keyword.OffsetX - drawing.Width / 2;
        double bottom = y + keyword.OffsetY - drawing.Height / 2;
        return (view, new PageRectangle(
            Math.Clamp(left, 0, Math.Max(0, view.Width - drawing.Width)),
            Math.Clamp(bottom, 0, Math.Max(0, view.Height - drawing.Height)),
            drawing.Width,
            drawing.Height));
    }

    private static SealRefusedException NotFound(int number) => new(
        SealRefusal.PageNotFound, $"The document has no page {number}.", $"文件没有第{number}页。");
}
