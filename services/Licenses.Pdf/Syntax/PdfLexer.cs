namespace Licenses.Pdf.Syntax;

/// <summary>
/// Cuts bytes into tokens; each knows its place in the file. Strict: what is no token is an exception with its offset.
/// Also reads content streams, whose operators come as keywords.
/// </summary>
public ref struct PdfLexer
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly long _base;
    private readonly bool _isFinal;
    private int _position;
    private int _start;

    /// <param name="data">The bytes at hand.</param>
    /// <param name="baseOffset">The offset of their first byte in the file.</param>
    /// <param name="isFinal">No bytes follow these: a token may touch the end.</param>
    public PdfLexer(ReadOnlySpan<byte> data, long baseOffset, bool isFinal = true)
    {
        _data = data;
        _base = baseOffset;
        _isFinal = isFinal;
    }

    public PdfTokenKind Kind { get; private set; }

    public long IntegerValue { get; private set; }

    public double RealValue { get; private set; }

    /// <summary>The bytes of the current token as they stand.</summary>
    public readonly ReadOnlySpan<byte> Raw => _data[_start.._position];

    public readonly FileSpan Span => new(_base + _start, _base + _position);

    /// <summary>Where the next token is looked for.</summary>
    public readonly long Offset => _base + _position;

    internal int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    internal readonly ReadOnlySpan<byte> Data => _data;

    internal readonly bool IsFinal => _isFinal;

    public readonly bool IsKeyword(ReadOnlySpan<byte> keyword) => Kind == PdfTokenKind.Keyword && Raw.SequenceEqual(keyword);

    /// <summary>Moves behind white space and comments.</summary>
    public void SkipWhite()
    {
        while (_position < _data.Length)
        {
            byte value = _data[_position];
            if (PdfCharacters.IsWhite(value))
            {
                _position++;
            }
            else if (value == '%')
            {
                int end = _data[_position..].IndexOfAny(PdfCharacters.LineEnds);
                _position = end < 0 ? _data.Length : _position + end;
            }
            else
            {
                return;
            }
        }

        NeedMore();
    }

    /// <summary>Reads the next token. At the end of the bytes its kind is <see cref="PdfTokenKind.End"/>.</summary>
    public PdfTokenKind Next()
    {
        SkipWhite();
        _start = _position;
        if (_position == _data.Length)
        {
            return Kind = PdfTokenKind.End;
        }

        return Kind = (char)_data[_position] switch
        {
            '/' => ReadRegular(1, PdfTokenKind.Name),
            '(' => ReadLiteralString(),
            '<' => Peek(1) == '<' ? Advance(2, PdfTokenKind.DictionaryOpen) : ReadHexString(),
            '>' => Peek(1) == '>' ? Advance(2, PdfTokenKind.DictionaryClose) : throw Unexpected(),
            '[' => Advance(1, PdfTokenKind.ArrayOpen),
            ']' => Advance(1, PdfTokenKind.ArrayClose),
            '{' or '}' => Advance(1, PdfTokenKind.Keyword),
            ')' => throw Unexpected(),
            (>= '0' and <= '9') or '+' or '-' or '.' => ReadNumber(),
            _ => ReadRegular(1, PdfTokenKind.Keyword),
        };
    }

    /// <summary>Makes an integer the current token again, after a look ahead that found no reference.</summary>
    internal void Restore(long integer)
    {
        Kind = PdfTokenKind.Integer;
        IntegerValue = integer;
    }

    private PdfTokenKind Advance(int count, PdfTokenKind kind)
    {
        _position += count;
        return kind;
    }

    private readonly int Peek(int ahead)
    {
        if (_position + ahead < _data.Length)
        {
            return _data[_position + ahead];
        }

        NeedMore();
        return -1;
    }

    private PdfTokenKind ReadRegular(int skip, PdfTokenKind kind)
    {
        int end = _position + skip;
        while (end < _data.Length && PdfCharacters.IsRegular(_data[end]))
        {
            end++;
        }

        _position = end;
        if (end == _data.Length)
        {
            NeedMore();
        }

        return kind;
    }

    private PdfTokenKind ReadNumber()
    {
        ReadRegular(1, PdfTokenKind.Integer);
        var raw = Raw;
        if (NumberText.TryParseInteger(raw, out long integer))
        {
            IntegerValue = integer;
            return PdfTokenKind.Integer;
        }

        if (NumberText.TryParseReal(raw, out double real))
        {
            RealValue = real;
            return PdfTokenKind.Real;
        }

        return PdfTokenKind.Keyword; // an operator of a content stream, or nonsense that the parser refuses
    }

    private PdfTokenKind ReadLiteralString()
    {
        int depth = 0;
        for (int i = _position; i < _data.Length; i++)
        {
            switch (_data[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    _position = i + 1;
                    return PdfTokenKind.LiteralString;
                default:
                    break;
            }
        }

        NeedMore();
        throw new PdfFormatException("A literal string has no end.", _base + _start);
    }

    private PdfTokenKind ReadHexString()
    {
        int end = _data[_position..].IndexOf((byte)'>');
        if (end < 0)
        {
            NeedMore();
            throw new PdfFormatException("A hexadecimal string has no end.", _base + _start);
        }

        _position += end + 1;
        return PdfTokenKind.HexString;
    }

    private readonly PdfFormatException Unexpected() =>
        new($"Unexpected character '{(char)_data[_position]}'.", _base + _position);

    private readonly void NeedMore()
    {
        if (!_isFinal)
        {
            throw new WindowTooSmallException();
        }
    }
}
