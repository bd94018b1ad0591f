using System.Text;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>A font's ToUnicode map (ISO 32000-2, 9.10.3): which code means which text.</summary>
internal sealed class UnicodeMap
{
    private const int MaxEntries = 200_000;

    private readonly Dictionary<int, string> _texts = [];

    private UnicodeMap() { }

    public string? this[int code] => _texts.GetValueOrDefault(code);

    public static UnicodeMap Decode(ReadOnlySpan<byte> stream)
    {
        var map = new UnicodeMap();
        var lexer = new PdfLexer(stream, 0);
        while (lexer.Next() != PdfTokenKind.End)
        {
            if (lexer.IsKeyword("beginbfchar"u8))
            {
                map.ReadCharacters(ref lexer);
            }
            else if (lexer.IsKeyword("beginbfrange"u8))
            {
                map.ReadRanges(ref lexer);
            }
        }

        return map;
    }

    private void ReadCharacters(ref PdfLexer lexer)
    {
        while (lexer.Next() == PdfTokenKind.HexString)
        {
            int code = ReadCode(lexer);
            if (lexer.Next() == PdfTokenKind.HexString)
            {
                Add(code, ReadText(lexer));
            }
        }
    }

    private void ReadRanges(ref PdfLexer lexer)
    {
        while (lexer.Next() == PdfTokenKind.HexString)
        {
            int first = ReadCode(lexer);
            int last = lexer.Next() == PdfTokenKind.HexString ? ReadCode(lexer) : first;
            if (lexer.Next() == PdfTokenKind.ArrayOpen)
            {
                for (int code = first; lexer.Next() == PdfTokenKind.HexString; code++)
                {
                    Add(code, ReadText(lexer));
                }
            }
            else if (lexer.Kind == PdfTokenKind.HexString && ReadText(lexer) is { Length: > 0 } text)
            {
                for (int code = first; code <= last && _texts.Count < MaxEntries; code++)
                {
                    Add(code, text[..^1] + unchecked((char)(text[^1] + (code - first))));
                }
            }
        }
    }

    private void Add(int code, string text)
    {
        if (_texts.Count < MaxEntries)
        {
            _texts[code] = text;
        }
    }

    private static int ReadCode(PdfLexer lexer)
    {
        int code = 0;
        foreach (byte value in StringText.DecodeHex(lexer.Raw, lexer.Span.Start))
        {
            code = (code & 0xFFFFFF) << 8 | value;
        }

        return code;
    }

    private static string ReadText(PdfLexer lexer) =>
        Encoding.BigEndianUnicode.GetString(StringText.DecodeHex(lexer.Raw, lexer.Span.Start));
}
