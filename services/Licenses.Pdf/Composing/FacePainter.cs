using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Syntax;
using static Licenses.Pdf.Composing.PdfObjects;

namespace Licenses.Pdf.Composing;

/// <summary>Draws the pages of one license and tags what it draws.</summary>
internal sealed class FacePainter(LicenseFace face, FontSet fonts, IObjectTarget file)
{
    private const double MinTitleSize = 18;
    private const double LabelRoom = FaceStyle.LabelWidth - 2 * FaceStyle.CellPadding;

    private readonly TextPen _pen = new(fonts);
    private readonly StructureTree _structure = new(file);
    private readonly List<(PdfReference Reference, ContentBuilder Content)> _pages = [];
    private readonly Dictionary<int, StructureTree.Element> _valueCells = [];
    private PdfReference? _photo;
    private PdfReference? _code;
    private StructureTree.Element? _table;
    private ContentBuilder _content = new();
    private PdfReference _page = Reference(0);

    public void Paint(IReadOnlyList<PlacedRow> rows, int index, int count)
    {
        _content = new ContentBuilder(8192);
        _page = file.Reserve();
        _pages.Add((_page, _content));
        PaintGround();
        if (index == 0)
        {
            _pen.Prepare("0123456789"); // all are in nearly every license, but not in the same order
            PaintTitle();
            PaintPhoto();
        }
        else
        {
            PaintRunningTitle();
        }

        foreach (var row in rows)
        {
            PaintRow(row);
        }

        if (index == count - 1)
        {
            PaintClosing();
        }

        PaintFooter(index, count);
    }

    public void WritePages(PdfReference tree)
    {
        var fontResources = _pen.WriteFonts(file);
        var resources = file.Add(Dictionary(
            ("Font", fontResources),
            ("XObject", Dictionary(
                ("Frame", AddForm(FaceFrame.Encoded)),
                ("Mark", face.Watermark is { Length: > 0 } mark ? AddForm(FaceWatermark.Encode(mark, fonts)) : null),
                ("Photo", _photo),
                ("Code", _code)))));
        for (int i = 0; i < _pages.Count; i++)
        {
            file.Set(_pages[i].Reference, Dictionary(
                ("Type", Name("Page")),
                ("Parent", tree),
                ("MediaBox", Numbers(0, 0, FaceFrame.PageWidth, FaceFrame.PageHeight)),
                ("Resources", resources),
                ("Contents", file.AddStream(PdfDictionary.Empty, _pages[i].Content.Written.Span)),
                ("StructParents", Integer(i)),
                ("Tabs", Name("S"))));
        }

        file.Set(tree, Dictionary(
            ("Type", Name("Pages")),
            ("Count", Integer(_pages.Count)),
            ("Kids", new PdfArray([.. _pages.Select(page => page.Reference)]))));
    }

    public PdfReference WriteStructure()
    {
        _structure.Write();
        return _structure.Root;
    }

    private PdfReference AddForm(EncodedStream content) => file.AddStream(
        Dictionary(
            ("Type", Name("XObject")),
            ("Subtype", Name("Form")),
            ("BBox", Numbers(0, 0, FaceFrame.PageWidth, FaceFrame.PageHeight))),
        content);

    private void PaintGround()
    {
        _content.BeginArtifact().Draw("Frame");
        if (face.Watermark is { Length: > 0 })
        {
            _content.Draw("Mark");
        }

        _content.EndMarked();
    }

    private void PaintTitle()
    {
        const double Centre = FaceFrame.PageWidth / 2;
        const double Room = FaceStyle.Right - FaceStyle.Left;
        var style = new TextStyle(33, FaceStyle.Accent, Spacing: face.Title.Length <= 8 ? 9 : 2, IsHeavy: true);
        while (_pen.WidthOf(face.Title, style) > Room && style.Size > MinTitleSize)
        {
            style = style with { Size = style.Size - 1, Spacing = 0 };
        }

        BeginMarked(_structure.Add(_structure.Document, "H1"));
        _pen.WriteCentred(_content, face.Title, Centre, 728, style);
        _content.EndMarked();
        if (face.TitleEnglish is { Length: > 0 } english)
        {
            BeginMarked(_structure.Add(_structure.Document, "P"));
            _content.BeginEnglish();
            _pen.WriteCentred(_content, english, Centre, 703, FaceStyle.TitleEnglish);
            _content.EndMarked().EndMarked();
        }

        _content.BeginArtifact().Stroke(FaceStyle.Rule).LineWidth(0.8)
            .Move(Centre - 150, 689).Line(Centre - 8, 689).Move(Centre + 8, 689).Line(Centre + 150, 689).StrokePath()
            .Fill(FaceStyle.Accent).Move(Centre - 4, 689).Line(Centre, 693).Line(Centre + 4, 689).Line(Centre, 685)
            .FillPath().EndMarked();
        BeginMarked(_structure.Add(_structure.Document, "P"));
        _pen.WriteCentred(_content, $"证照编号 No.  {face.Number}", Centre, 663, FaceStyle.Number);
        _content.EndMarked();
    }

    private void PaintRunningTitle()
    {
        _content.BeginArtifact();
        _pen.Write(_content, $"{face.Title}（续）", FaceStyle.Left, 768, FaceStyle.Label);
        var number = $"证照编号 No.  {face.Number}";
        _pen.Write(_content, number, FaceStyle.Right - _pen.WidthOf(number, FaceStyle.Small), 768, FaceStyle.Small);
        _content.EndMarked();
    }

    private void PaintPhoto()
    {
        if (face.Photo.IsEmpty)
        {
            return;
        }

        double x = FaceStyle.Right - FaceStyle.PhotoWidth;
        double y = FaceStyle.FirstTop - FaceStyle.PhotoHeight;
        var image = ImageFile.Parse(face.Photo);
        _photo = image.Write(file);
        var figure = _structure.Add(_structure.Document, "Figure");
        figure.Alternative = "持证人照片 Portrait of the holder";
        BeginMarked(figure);
        double scale = Math.Min(FaceStyle.PhotoWidth / image.Width, FaceStyle.PhotoHeight / image.Height);
        double width = image.Width * scale;
        double height = image.Height * scale;
        image.Draw(_content, "Photo", new PageRectangle(
            x + (FaceStyle.PhotoWidth - width) / 2, y + (FaceStyle.PhotoHeight - height) / 2, width, height));
        _content.EndMarked()
            .BeginArtifact().Stroke(FaceStyle.Rule).LineWidth(0.6)
            .Rectangle(x, y, FaceStyle.PhotoWidth, FaceStyle.PhotoHeight).StrokePath().EndMarked();
    }

    private void PaintRow(PlacedRow placed)
    {
        double bottom = placed.Top - placed.Height;
        _content.BeginArtifact().Fill(FaceStyle.Tint)
            .Rectangle(FaceStyle.Left, bottom, FaceStyle.LabelWidth, placed.Height).FillPath()
            .Stroke(FaceStyle.Rule).LineWidth(0.6)
            .Rectangle(FaceStyle.Left, bottom, placed.Right - FaceStyle.Left, placed.Height)
            .Move(FaceStyle.Left + FaceStyle.LabelWidth, bottom).Line(FaceStyle.Left + FaceStyle.LabelWidth, placed.Top)
            .StrokePath().EndMarked();
        if (placed.FirstLine == 0)
        {
            _table ??= _structure.Add(_structure.Document, "Table");
            var row = _structure.Add(_table, "TR");
            PaintLabel(placed, _structure.Add(row, "TH"));
            _valueCells[placed.Index] = _structure.Add(row, "TD");
        }

        BeginMarked(_valueCells[placed.Index]);
        double lineHeight = placed.Density.LineHeight;
        double baseline = placed.Top - (placed.Height - placed.LineCount * lineHeight) / 2 - lineHeight + 4;
        double x = FaceStyle.Left + FaceStyle.LabelWidth + FaceStyle.CellPadding;
        for (int i = 0; i < placed.LineCount; i++)
        {
            _pen.Write(_content, placed.Row.Lines[placed.FirstLine + i], x, baseline - i * lineHeight, FaceStyle.Value);
        }

        _content.EndMarked();
    }

    private void PaintLabel(PlacedRow placed, StructureTree.Element cell)
    {
        double x = FaceStyle.Left + FaceStyle.CellPadding;
        double middle = placed.Top - placed.Height / 2;
        BeginMarked(cell);
        if (placed.Row.LabelEnglish is { Length: > 0 } english)
        {
            _pen.Write(_content, placed.Row.Label, x, middle + 1, Fitted(placed.Row.Label, FaceStyle.Label, LabelRoom));
            _content.BeginEnglish();
            _pen.Write(_content, english, x, middle - 9.5, Fitted(english, FaceStyle.Small, LabelRoom));
            _content.EndMarked();
        }
        else
        {
            _pen.Write(_content, placed.Row.Label, x, middle - 4, Fitted(placed.Row.Label, FaceStyle.Label, LabelRoom));
        }

        _content.EndMarked();
    }

    /// <summary>What has little room is written smaller.</summary>
    private TextStyle Fitted(string text, TextStyle style, double room)
    {
        double width = _pen.WidthOf(text, style);
        return width <= room ? style : style with { Size = style.Size * room / width };
    }

    private void PaintClosing()
    {
        const double Size = 92;
        const double Bottom = 112;
        const double Beside = FaceStyle.Left + Size + 14;
        if (face.QrPayload is { Length: > 0 } payload)
        {
            var figure = _structure.Add(_structure.Document, "Figure");
            figure.Alternative = "验证二维码 QR code for verification";
            BeginMarked(figure);
            _code = QrImage.Write(file, payload);
            _content.Fill(FaceStyle.Ink)
                .Save().Transform(Size, 0, 0, Size, FaceStyle.Left, Bottom).Draw("Code").Restore().EndMarked();
            BeginMarked(_structure.Add(_structure.Document, "P"));
            _pen.Write(_content, "扫码验证", Beside, Bottom + Size - 12, FaceStyle.Label);
            _content.BeginEnglish();
            _pen.Write(_content, "Scan to verify", Beside, Bottom + Size - 23, FaceStyle.Small);
            _content.EndMarked();
            var lines = new LineBreaker(fonts).Break(face.VerificationLink ?? "", FaceStyle.Small.Size, 106);
            for (int i = 0; i < Math.Min(lines.Length, 6); i++)
            {
                _pen.Write(_content, lines[i], Beside, Bottom + Size - 40 - 10 * i, FaceStyle.Small);
            }

            _content.EndMarked();
        }

        const double Centre = 372; // the seal covers only the ends of these lines
        BeginMarked(_structure.Add(_structure.Document, "P"));
        _pen.WriteCentred(_content, "发证机关 Issued by", Centre, 198, FaceStyle.Small);
        _pen.WriteCentred(_content, face.Issuer, Centre, 176, Fitted(face.Issuer, FaceStyle.Issuer, 190));
        if (face.IssuerEnglish is { Length: > 0 } english)
        {
            _content.BeginEnglish();
            _pen.WriteCentred(_content, english, Centre, 162, Fitted(english, FaceStyle.Small, 170));
            _content.EndMarked();
        }

        _pen.WriteCentred(_content, FaceLayout.Chinese(face.IssuedOn), Centre, 136, FaceStyle.Date);
        _content.EndMarked();
    }

    private void PaintFooter(int index, int count)
    {
        var number = $"第 {index + 1} 页，共 {count} 页  Page {index + 1} of {count}";
        _content.BeginArtifact();
        _pen.Write(_content, $"证照标识 ID  {face.Identifier ?? face.Number}", FaceStyle.Left, 68, FaceStyle.Small);
        _pen.WriteCentred(_content, number, FaceFrame.PageWidth / 2, 55, FaceStyle.Small);
        _content.EndMarked();
    }

    private void BeginMarked(StructureTree.Element element) =>
        _content.BeginMarked(element.Type, _structure.Mark(element, _pages.Count - 1, _page));
}
