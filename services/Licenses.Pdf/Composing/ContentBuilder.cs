namespace Licenses.Pdf.Composing;

/// <summary>Writes a content stream: drawing operators with coordinates in points (ISO 32000-2, 8 and 9).</summary>
internal sealed class ContentBuilder(int capacity = 4096)
{
    private const double Kappa = 0.5522847498; // a quarter circle as one Bézier curve

    private readonly PdfByteWriter _out = new(capacity);

    public ReadOnlyMemory<byte> Written => _out.Written;

    public ContentBuilder Save() => Operator("q\n"u8);

    public ContentBuilder Restore() => Operator("Q\n"u8);

    public ContentBuilder Transform(double a, double b, double c, double d, double x, double y)
    {
        _out.Number(a, 6).Byte(32).Number(b, 6).Byte(32).Number(c, 6).Byte(32).Number(d, 6).Byte(32);
        return Point(x, y).Operator("cm\n"u8);
    }

    public ContentBuilder Translate(double x, double y) => Transform(1, 0, 0, 1, x, y);

    public ContentBuilder Fill(Color color) => Components(color).Operator("rg\n"u8);

    public ContentBuilder Stroke(Color color) => Components(color).Operator("RG\n"u8);

    public ContentBuilder LineWidth(double width)
    {
        _out.Number(width, 3).Raw(" w\n"u8);
        return this;
    }

    public ContentBuilder Move(double x, double y) => Point(x, y).Operator("m\n"u8);

    public ContentBuilder Line(double x, double y) => Point(x, y).Operator("l\n"u8);

    public ContentBuilder Curve(double x1, double y1, double x2, double y2, double x, double y) =>
        Point(x1, y1).Point(x2, y2).Point(x, y).Operator("c\n"u8);

    public ContentBuilder Rectangle(double x, double y, double width, double height) =>
        Point(x, y).Point(width, height).Operator("re\n"u8);

    public ContentBuilder Ellipse(double x, double y, double radiusX, double radiusY)
    {
        double kx = Kappa * radiusX;
        double ky = Kappa * radiusY;
        return Move(x + radiusX, y)
            .Curve(x + radiusX, y + ky, x + kx, y + radiusY, x, y + radiusY)
            .Curve(x - kx, y + radiusY, x - radiusX, y + ky, x - radiusX, y)
            .Curve(x - radiusX, y - ky, x - kx, y - radiusY, x, y - radiusY)
            .Curve(x + kx, y - radiusY, x + radiusX, y - ky, x + radiusX, y)
            .Close();
    }

    public ContentBuilder Close() => Operator("h\n"u8);

    public ContentBuilder FillPath() => Operator("f\n"u8);

    public ContentBuilder FillAndStrokePath() => Operator("B\n"u8);

    public ContentBuilder StrokePath() => Operator("S\n"u8);

    /// <summary>How lines end, meet, and how far they may point where they meet (ISO 32000-2, 8.4.3).</summary>
    public ContentBuilder LineShape(int cap, int join, double miterLimit)
    {
        _out.Number(cap, 0).Raw(" J "u8).Number(join, 0).Raw(" j "u8).Number(miterLimit, 3).Raw(" M\n"u8);
        return this;
    }

    /// <summary>Paints the path, or ends it unseen.</summary>
    public ContentBuilder Paint(bool isFilled, bool isStroked, bool isEvenOdd) => Operator((isFilled, isStroked) switch
    {
        (true, true) => isEvenOdd ? "B*\n"u8 : "B\n"u8,
        (true, false) => isEvenOdd ? "f*\n"u8 : "f\n"u8,
        (false, true) => "S\n"u8,
        (false, false) => "n\n"u8,
    });

    public ContentBuilder ClipPath() => Operator("W n\n"u8);

    public ContentBuilder Draw(string xObject) => NameOperator(xObject, "Do\n"u8);

    public ContentBuilder GraphicsState(string name) => NameOperator(name, "gs\n"u8);

    public ContentBuilder BeginText() => Operator("BT\n"u8);

    public ContentBuilder EndText() => Operator("ET\n"u8);

    public ContentBuilder Font(string name, double size)
    {
        _out.Name(name).Byte(32).Number(size, 2).Raw(" Tf\n"u8);
        return this;
    }

    public ContentBuilder TextMatrix(double a, double b, double c, double d, double x, double y)
    {
        _out.Number(a).Byte(32).Number(b).Byte(32).Number(c).Byte(32).Number(d).Byte(32);
        return Point(x, y).Operator("Tm\n"u8);
    }

    public ContentBuilder CharacterSpacing(double spacing)
    {
        _out.Number(spacing, 2).Raw(" Tc\n"u8);
        return this;
    }

    /// <summary>0 fills glyphs, 2 fills and strokes them: a heavier face from the same font.</summary>
    public ContentBuilder TextRendering(int mode)
    {
        _out.Integer(mode).Raw(" Tr\n"u8);
        return this;
    }

    public ContentBuilder Show(ReadOnlySpan<byte> codes)
    {
        _out.Byte((byte)'<').Hex(codes).Raw(">Tj\n"u8);
        return this;
    }

    /// <summary>Opens a piece of content that the structure tree refers to by its number.</summary>
    public ContentBuilder BeginMarked(string tag, int identifier)
    {
        _out.Name(tag).Raw("<</MCID "u8).Integer(identifier).Raw(">>BDC\n"u8);
        return this;
    }

    /// <summary>Opens decoration, which a reading aid skips.</summary>
    public ContentBuilder BeginArtifact() => Operator("/Artifact BMC\n"u8);

    /// <summary>Opens words in another language than the document's, for those who hear it read.</summary>
    public ContentBuilder BeginEnglish() => Operator("/Span<</Lang(en)>>BDC\n"u8);

    public ContentBuilder EndMarked() => Operator("EMC\n"u8);

    private ContentBuilder Components(Color color)
    {
        _out.Number(color.Red, 3).Byte(32).Number(color.Green, 3).Byte(32).Number(color.Blue, 3).Byte(32);
        return this;
    }

    private ContentBuilder Point(double x, double y)
    {
        _out.Number(x, 2).Byte(32).Number(y, 2).Byte(32);
        return this;
    }

    private ContentBuilder NameOperator(string name, ReadOnlySpan<byte> operation)
    {
        _out.Name(name).Byte(32);
        return Operator(operation);
    }

    private ContentBuilder Operator(ReadOnlySpan<byte> text)
    {
        _out.Raw(text);
        return this;
    }
}
