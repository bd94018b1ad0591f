namespace Licenses.Pdf.Syntax;

/// <summary>Builds objects from tokens (ISO 32000-2, 7.3). No repair: what is not an object is an exception.</summary>
public ref struct PdfParser
{
    private readonly PdfLimits _limits;
    private readonly bool _hasSpans;
    private PdfLexer _lexer;
    private int _depth;

    /// <param name="data">The bytes at hand.</param>
    /// <param name="baseOffset">The offset of their first byte in the file; negative where they are not bytes of the file.</param>
    /// <param name="limits">What the object may cost.</param>
    /// <param name="isFinal">No bytes follow these.</param>
    public PdfParser(ReadOnlySpan<byte> data, long baseOffset, PdfLimits? limits = null, bool isFinal = true)
    {
        _limits = limits ?? PdfLimits.Default;
        _hasSpans = baseOffset >= 0;
        _lexer = new PdfLexer(data, Math.Max(0, baseOffset), isFinal);
    }

    /// <summary>The offset behind what was read.</summary>
    public readonly long Offset => _lexer.Offset;

    internal readonly ReadOnlySpan<byte> Rest => _lexer.Data[_lexer.Position..];

    internal readonly bool IsFinal => _lexer.IsFinal;

    /// <summary>Reads one object. References are recognised, not followed.</summary>
    public PdfObject ReadObject()
    {
        _lexer.Next();
        return ReadCurrent();
    }

    /// <summary>Reads one token; false, with nothing read, where it is not this keyword.</summary>
    public bool TryReadKeyword(ReadOnlySpan<byte> keyword)
    {
        int before = _lexer.Position;
        _lexer.Next();
        if (_lexer.IsKeyword(keyword))
        {
            return true;
        }

        _lexer.Position = before;
        return false;
    }

    /// <summary>Reads an integer of [0, maximum].</summary>
    public long ReadInteger(long maximum)
    {
        if (_lexer.Next() != PdfTokenKind.Integer || _lexer.IntegerValue < 0 || _lexer.IntegerValue > maximum)
        {
            throw new PdfFormatException("Expected an integer in range.", _lexer.Span.Start);
        }

        return _lexer.IntegerValue;
    }

    /// <summary>Behind the keyword stream: reads the line end that must follow and gives the offset of the data.</summary>
    internal long ReadStreamStart()
    {
        var rest = _lexer.Data[_lexer.Position..];
        if (rest.Length < 2 && !_lexer.IsFinal)
        {
            throw new WindowTooSmallException();
        }

        int lineEnd = rest.StartsWith("\r\n"u8) ? 2 : rest.StartsWith("\n"u8) ? 1 : 0;
        return lineEnd > 0
            ? _lexer.Offset + lineEnd
            : throw new PdfFormatException("The keyword stream ends no line.", _lexer.Offset);
    }

    public void SkipWhite() => _lexer.SkipWhite();

    public bool AtEnd()
    {
        _lexer.SkipWhite();
        return _lexer.Position == _lexer.Data.Length;
    }

    private PdfObject ReadCurrent()
    {
        var span = Place(_lexer.Span);
        switch (_lexer.Kind)
        {
            case PdfTokenKind.Integer:
                return (PdfObject?)TryReadReference() ?? new PdfInteger(_lexer.IntegerValue) { Span = span };
            case PdfTokenKind.Real:
                return new PdfReal(_lexer.RealValue) { Span = span };
            case PdfTokenKind.Name:
                return new PdfName(NamePool.Get(_lexer.Raw)) { Span = span };
            case PdfTokenKind.LiteralString:
                return new PdfString(StringText.DecodeLiteral(_lexer.Raw), isHex: false) { Span = span };
            case PdfTokenKind.HexString:
                return new PdfString(StringText.DecodeHex(_lexer.Raw, _lexer.Span.Start), isHex: true) { Span = span };
            case PdfTokenKind.ArrayOpen:
                return ReadArray();
            case PdfTokenKind.DictionaryOpen:
                return ReadDictionary();
            default:
                return ReadConstant(span);
        }
    }

    private readonly PdfObject ReadConstant(FileSpan span)
    {
        if (_lexer.IsKeyword("null"u8))
        {
            return new PdfNull { Span = span };
        }

        if (_lexer.IsKeyword("true"u8) || _lexer.IsKeyword("false"u8))
        {
            return new PdfBoolean(_lexer.Raw.Length == 4) { Span = span };
        }

        throw new PdfFormatException("Expected an object.", _lexer.Span.Start);
    }

    private PdfReference? TryReadReference()
    {
        long number = _lexer.IntegerValue;
        long start = _lexer.Span.Start;
        if (number < 0 || number > int.MaxValue || !IsPlain(_lexer.Raw) || !NextIsDigit())
        {
            return null;
        }

        int before = _lexer.Position;
        if (_lexer.Next() == PdfTokenKind.Integer && _lexer.IntegerValue is >= 0 and <= int.MaxValue and var generation
            && IsPlain(_lexer.Raw) && _lexer.Next() == PdfTokenKind.Keyword && _lexer.IsKeyword("R"u8))
        {
            return new PdfReference((int)number, (int)generation) { Span = Place(new(start, _lexer.Offset)) };
        }

        // The number stood alone: read it again, so that the lexer shows it as its current token.
        _lexer.Position = before;
        _lexer.Restore(number);
        return null;
    }

    private static bool IsPlain(ReadOnlySpan<byte> raw) => PdfCharacters.IsDigit(raw[0]);

    private bool NextIsDigit()
    {
        _lexer.SkipWhite();
        return _lexer.Position < _lexer.Data.Length && PdfCharacters.IsDigit(_lexer.Data[_lexer.Position]);
    }

    private PdfArray ReadArray()
    {
        long start = _lexer.Span.Start;
        Enter(start);
        var items = ImmutableArray.CreateBuilder<PdfObject>();
        while (_lexer.Next() != PdfTokenKind.ArrayClose)
        {
            items.Add(ReadCurrent());
        }

        _depth--;
        return new PdfArray(items.DrainToImmutable()) { Span = Place(new(start, _lexer.Offset)) };
    }

    private PdfDictionary ReadDictionary()
    {
        long start = _lexer.Span.Start;
        Enter(start);
        var entries = new DictionaryBuilder();
        while (_lexer.Next() != PdfTokenKind.DictionaryClose)
        {
            if (_lexer.Kind != PdfTokenKind.Name)
            {
                throw new PdfFormatException("A dictionary key is not a name.", _lexer.Span.Start);
            }

            string key = NamePool.Get(_lexer.Raw);
            _lexer.Next();
            entries.Add(key, ReadCurrent());
        }

        _depth--;
        return entries.Build(Place(new(start, _lexer.Offset)));
    }

    private void Enter(long offset)
    {
        if (++_depth > _limits.Nesting)
        {
            throw new PdfFormatException($"Objects are nested more than {_limits.Nesting} deep.", offset) { IsLimit = true };
        }
    }

    private readonly FileSpan Place(FileSpan span) => _hasSpans ? span : FileSpan.None;
}
