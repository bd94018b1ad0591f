using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Signing;

/// <summary>Writes what a seal looks like: the drawing once, and for each place a form that turns, scales or cuts it.</summary>
internal sealed class AppearanceWriter(PdfDocument document, SealDrawing drawing, RevisionWriter writer)
{
    private const string DrawingName = "Seal";

    private PdfReference? _drawing;

    /// <summary>The whole drawing, as large as fits an area as seen, in its middle, upright.</summary>
    public PdfReference Whole(PageView view, double width, double height)
    {
        _drawing ??= WriteDrawing();
        double scale = Math.Min(width / drawing.Width, height / drawing.Height);
        if (Math.Abs(width - drawing.Width) < 0.01 && Math.Abs(height - drawing.Height) < 0.01 && view.UprightMatrix() is null)
        {
            return _drawing;
        }

        var content = new ContentBuilder(128)
            .Transform(scale, 0, 0, scale, (width - drawing.Width * scale) / 2, (height - drawing.Height * scale) / 2)
            .Draw(DrawingName);
        return Form(view, width, height, content);
    }

    /// <summary>A vertical strip of the drawing in its own size.</summary>
    public PdfReference Strip(PageView view, int index, int count)
    {
        _drawing ??= WriteDrawing();
        double width = drawing.Width / count;
        return Form(view, width, drawing.Height, new ContentBuilder(128).Translate(-index * width, 0).Draw(DrawingName));
    }

    private PdfReference WriteDrawing() =>
        drawing.Write(writer, mayBlend: !drawing.IsTransparent || ArchivalForm.AllowsBlending(document));

    private PdfReference Form(PageView view, double width, double height, ContentBuilder content) => writer.AddStream(
        Dictionary(
            ("Type", Name("XObject")),
            ("Subtype", Name("Form")),
            ("BBox", Numbers(0, 0, width, height)),
            ("Matrix", view.UprightMatrix()),
            ("Resources", Dictionary(("XObject", Dictionary((DrawingName, _drawing)))))),
        EncodedStream.Plain(content.Written));
}
