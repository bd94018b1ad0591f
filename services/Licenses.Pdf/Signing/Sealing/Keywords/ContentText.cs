using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>Reads the text of a page with its places, in the order in which the page shows it (ISO 32000-2, 9.4).</summary>
internal sealed class ContentText
{
    private const int DeepestForm = 8;
    private const int MaxCharacters = 2_000_000;

    private readonly PdfDocument _document;
    private readonly List<ShownCharacter> _shown = [];
    private readonly Dictionary<PdfDictionary, TextFont> _fonts = [];
    private readonly Stack<State> _saved = new();
    private State _state = new();
    private Matrix _text = Matrix.Identity;
    private Matrix _line = Matrix.Identity;

    private ContentText(PdfDocument document) => _document = document;

    public static IReadOnlyList<ShownCharacter> Read(PdfDocument document, PdfPage page)
    {
        var reader = new ContentText(document);
        using var content = new MemoryStream();
        var parts = document.Resolve(page.Dictionary["Contents"]) switch
        {
            PdfArray array => array.Items,
            PdfStream stream => [stream],
            _ => [],
        };
        foreach (var part in parts.Select(document.Resolve).OfType<PdfStream>())
        {
            content.Write(document.Decode(part).Bytes.Span);
            content.WriteByte((byte)'\n'); // the parts are one content, divided between tokens
        }

        reader.Run(content.ToArray(), page.Resources ?? PdfDictionary.Empty, 0);
        return reader._shown;
    }

    private void Run(ReadOnlyMemory<byte> content, PdfDictionary resources, int depth)
    {
        var lexer = new PdfLexer(content.Span, 0);
        var operands = new List<PdfObject>();
        while (lexer.Next() != PdfTokenKind.End && _shown.Count < MaxCharacters)
        {
            switch (lexer.Kind)
            {
                case PdfTokenKind.Keyword when lexer.IsKeyword("ID"u8):
                    SkipInlineImage(ref lexer);
                    operands.Clear();
                    break;
                case PdfTokenKind.Keyword:
                    Execute(System.Text.Encoding.Latin1.GetString(lexer.Raw), operands, resources, depth);
                    operands.Clear();
                    break;
                default:
                    if (Operand(lexer) is { } operand)
                    {
                        operands.Add(operand);
                    }

                    break;
            }
        }
    }

    // An array's parts come as operands of their own: only TJ has one, and nothing else.
    private static PdfObject? Operand(PdfLexer lexer) => lexer.Kind switch
    {
        PdfTokenKind.Integer => new PdfInteger(lexer.IntegerValue),
        PdfTokenKind.Real => new PdfReal(lexer.RealValue),
        PdfTokenKind.Name => new PdfName(NamePool.Get(lexer.Raw)),
        PdfTokenKind.LiteralString => new PdfString(StringText.DecodeLiteral(lexer.Raw), isHex: false),
        PdfTokenKind.HexString => new PdfString(StringText.DecodeHex(lexer.Raw, lexer.Span.Start), isHex: true),
        _ => null,
    };

    private static void SkipInlineImage(ref PdfLexer lexer)
    {
        var rest = lexer.Data[lexer.Position..];
        for (int at = 0; ;)
        {
            int found = rest[at..].IndexOf("EI"u8);
            if (found < 0)
            {
                lexer.Position = lexer.Data.Length;
                return;
            }

            at += found + 2;
            bool begins = at >= 3 && PdfCharacters.IsWhite(rest[at - 3]);
            if (begins && (at == rest.Length || PdfCharacters.IsWhite(rest[at])))
            {
                lexer.Position += at;
                return;
            }
        }
    }

    private void Execute(string operation, List<PdfObject> operands, PdfDictionary resources, int depth)
    {
        switch (operation)
        {
            case "q":
                _saved.Push(_state);
                break;
            case "Q" when _saved.Count > 0:
                _state = _saved.Pop();
                break;
            case "cm" when operands.Count == 6:
                _state = _state with { Ctm = ReadMatrix(operands).Then(_state.Ctm) };
                break;
            case "Do" when operands is [PdfName name] && depth < DeepestForm:
                RunForm(name.Value, resources, depth);
                break;
            case "BT":
                _text = _line = Matrix.Identity;
                break;
            case "Tf" when operands is [PdfName font, var size]:
                _state = _state with { Font = FindFont(font.Value, resources), Size = Number(size) };
                break;
            case "Tc" or "Tw" or "Tz" or "TL" or "Ts" when operands.Count == 1:
                _state = SetText(operation, Number(operands[0]));
                break;
            case "Tm" when operands.Count == 6:
                _text = _line = ReadMatrix(operands);
                break;
            case "Td" or "TD" when operands.Count == 2:
                _state = operation == "TD" ? _state with { Leading = -Number(operands[1]) } : _state;
                MoveLine(Number(operands[0]), Number(operands[1]));
                break;
            case "T*":
                MoveLine(0, -_state.Leading);
                break;
            case "Tj" or "TJ":
                Show(operands);
                break;
            case "'" or "\"":
                MoveLine(0, -_state.Leading);
                Show([.. operands.OfType<PdfString>()]);
                break;
        }
    }

    private State SetText(string operation, double value) => operation switch
    {
        "Tc" => _state with { CharacterSpacing = value },
        "Tw" => _state with { WordSpacing = value },
        "Tz" => _state with { Scale = value / 100 },
        "TL" => _state with { Leading = value },
        _ => _state with { Rise = value },
    };

    private void RunForm(string name, PdfDictionary resources, int depth)
    {
        if (_document.Resolve(resources["XObject"]) is not PdfDictionary objects
            || _document.Resolve(objects[name]) is not PdfStream form
            || _document.Resolve(form.Dictionary["Subtype"]) is not PdfName { Value: "Form" })
        {
            return;
        }

        var outer = _state;
        int depthBefore = _saved.Count;
        if (_document.Resolve(form.Dictionary["Matrix"]) is PdfArray { Items.Length: 6 } matrix)
        {
            _state = _state with { Ctm = ReadMatrix([.. matrix.Items.Select(_document.Resolve)]).Then(_state.Ctm) };
        }

        var own = _document.Resolve(form.Dictionary["Resources"]) as PdfDictionary ?? resources;
        Run(_document.Decode(form).Bytes, own, depth + 1);
        while (_saved.Count > depthBefore)
        {
            _saved.Pop();
        }

        _state = outer;
    }

    private TextFont? FindFont(string name, PdfDictionary resources)
    {
        if (_document.Resolve(resources["Font"]) is not PdfDictionary fonts || _document.Resolve(fonts[name]) is not PdfDictionary font)
        {
            return null;
        }

        if (!_fonts.TryGetValue(font, out var known))
        {
            _fonts.Add(font, known = new TextFont(_document, font));
        }

        return known;
    }

    private void Show(List<PdfObject> operands)
    {
        if (_state.Font is not { } font)
        {
            return;
        }

        foreach (var operand in operands)
        {
            if (operand is not PdfString text)
            {
                Advance(-Number(operand) / 1000 * _state.Size * _state.Scale);
                continue;
            }

            foreach (var (meaning, width, isBlank) in font.Decode(text.Bytes))
            {
                double drawn = width * _state.Size;
                var place = _text.Then(_state.Ctm);
                _shown.Add(new ShownCharacter(
                    meaning,
                    place.Apply(0, _state.Rise),
                    place.Apply(drawn * _state.Scale, _state.Rise),
                    place.Apply(0, _state.Rise + _state.Size)));
                Advance((drawn + _state.CharacterSpacing + (isBlank ? _state.WordSpacing : 0)) * _state.Scale);
            }
        }
    }

    private void Advance(double distance) => _text = new Matrix(1, 0, 0, 1, distance, 0).Then(_text);

    private void MoveLine(double x, double y) => _text = _line = new Matrix(1, 0, 0, 1, x, y).Then(_line);

    private static Matrix ReadMatrix(List<PdfObject> values) => new(
        Number(values[0]), Number(values[1]), Number(values[2]), Number(values[3]), Number(values[4]), Number(values[5]));

    private static double Number(PdfObject value) => value switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => 0,
    };

    private sealed record State
    {
        public Matrix Ctm { get; init; } = Matrix.Identity;

        public TextFont? Font { get; init; }

        public double Size { get; init; }

        public double CharacterSpacing { get; init; }

        public double WordSpacing { get; init; }

        public double Scale { get; init; } = 1;

        public double Leading { get; init; }

        public double Rise { get; init; }
    }
}
