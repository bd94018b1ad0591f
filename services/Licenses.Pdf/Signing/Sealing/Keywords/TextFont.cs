using System.Text;
using Licenses.Pdf.Document;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Signing;

/// <summary>What is needed of a font to know which text it shows and how wide (ISO 32000-2, 9.6 to 9.10).</summary>
internal sealed class TextFont
{
    private const double UsualWidth = 500;
    private const double FixedPitch = 600; // Courier

    private readonly PdfDocument _document;
    private readonly bool _isComposite;
    private readonly string _encoding;
    private readonly UnicodeMap? _toUnicode;
    private readonly Dictionary<int, double> _widths = [];
    private readonly Dictionary<int, string> _differences = [];
    private readonly double _defaultWidth;
    private readonly bool _isStandard; // one of the standard 14 fonts, whose widths a file may leave out (9.6.2.2)
    private readonly double _widthUnit = 0.001;

    public TextFont(PdfDocument document, PdfDictionary font)
    {
        _document = document;
        _isComposite = Name(font["Subtype"]) == "Type0";
        _encoding = Name(font["Encoding"]) ?? "";
        if (document.Resolve(font["ToUnicode"]) is PdfStream map)
        {
            _toUnicode = UnicodeMap.Decode(document.Decode(map).Bytes.Span);
        }

        if (_isComposite)
        {
            var descendant = First(font["DescendantFonts"]);
            _defaultWidth = Number(descendant["DW"]) ?? 1000;
            ReadCompositeWidths(descendant["W"]);
            return;
        }

        var descriptor = document.Resolve(font["FontDescriptor"]) as PdfDictionary ?? PdfDictionary.Empty;
        _defaultWidth = Number(descriptor["MissingWidth"]) is > 0 and var missing ? missing : UsualWidth;
        _isStandard = !font.Has("Widths");
        if (_isStandard && Name(font["BaseFont"])?.Contains("Courier", StringComparison.Ordinal) == true)
        {
            _isStandard = false;
            _defaultWidth = FixedPitch;
        }

        ReadSimpleWidths(font);
        ReadDifferences(font["Encoding"]);
        if (Name(font["Subtype"]) == "Type3" && document.Resolve(font["FontMatrix"]) is PdfArray { Items: [var unit, ..] })
        {
            _widthUnit = Number(unit) ?? 0.001;
        }
    }

    /// <summary>The characters of a shown string: text, width in units of the font size, and whether it is the blank of word spacing.</summary>
    public IEnumerable<(string Text, double Width, bool IsBlank)> Decode(ReadOnlyMemory<byte> bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int length = _isComposite && !(IsGbk && bytes.Span[at] < 0x81) ? 2 : 1;
            if (at + length > bytes.Length)
            {
                yield break;
            }

            int code = length == 1 ? bytes.Span[at] : bytes.Span[at] << 8 | bytes.Span[at + 1];
            string text = _toUnicode?[code] ?? Read(bytes.Slice(at, length).Span, code);
            double width = _widths.TryGetValue(code, out double own) ? own
                : _isStandard ? StandardWidth((char)code)
                : length == 1 && _isComposite ? UsualWidth : _defaultWidth;
            yield return (text, width * _widthUnit, length == 1 && code == 32);
            at += length;
        }
    }

    // Helvetica's widths by kind of letter: near enough to find the middle of a word.
    private static double StandardWidth(char letter) => letter switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 222,
        ' ' or ',' or '.' or ':' or ';' or '!' or '/' or 't' or 'f' or 'I' => 278,
        'r' or '(' or ')' or '-' or '*' => 333,
        'c' or 'k' or 's' or 'v' or 'x' or 'y' or 'z' or 'J' => UsualWidth,
        'm' or 'M' => 833,
        'w' or 'C' or 'D' or 'H' or 'N' or 'R' or 'U' => 722,
        'W' => 944,
        >= 'A' and <= 'Z' => 667,
        _ => 556,
    };

    private bool IsGbk => _encoding.StartsWith("GB", StringComparison.Ordinal); // GBK-EUC-H and kin: one byte or two

    private string Read(ReadOnlySpan<byte> bytes, int code)
    {
        if (!_isComposite)
        {
            return _differences.TryGetValue(code, out var named) ? named : Encoding.Latin1.GetString(bytes);
        }

        if (_encoding.StartsWith("Uni", StringComparison.Ordinal))
        {
            return ((char)code).ToString();
        }

        return IsGbk ? CodePagesEncodingProvider.Instance.GetEncoding(936)?.GetString(bytes) ?? "" : "";
    }

    private void ReadSimpleWidths(PdfDictionary font)
    {
        int first = (int)Math.Clamp(Number(font["FirstChar"]) ?? 0, 0, 255);
        var widths = (_document.Resolve(font["Widths"]) as PdfArray)?.Items ?? [];
        for (int i = 0; i < widths.Length && first + i < 256; i++)
        {
            _widths[first + i] = Number(widths[i]) ?? _defaultWidth;
        }
    }

    // c [w1 w2 …]  or  c_first c_last w
    private void ReadCompositeWidths(PdfObject? written)
    {
        var items = (_document.Resolve(written) as PdfArray)?.Items ?? [];
        for (int i = 0; i + 1 < items.Length;)
        {
            int first = (int)Math.Clamp(Number(items[i]) ?? 0, 0, 65535);
            if (_document.Resolve(items[i + 1]) is PdfArray list)
            {
                for (int j = 0; j < list.Items.Length && first + j <= 65535; j++)
                {
                    _widths[first + j] = Number(list.Items[j]) ?? _defaultWidth;
                }

                i += 2;
            }
            else
            {
                int last = (int)Math.Clamp(Number(items[i + 1]) ?? 0, 0, 65535);
                double width = i + 2 < items.Length ? Number(items[i + 2]) ?? _defaultWidth : _defaultWidth;
                for (int code = first; code <= last; code++)
                {
                    _widths[code] = width;
                }

                i += 3;
            }
        }
    }

    // Names of one letter, and uniXXXX: what subset fonts without ToUnicode use most.
    private void ReadDifferences(PdfObject? written)
    {
        if (_document.Resolve(written) is not PdfDictionary encoding || _document.Resolve(encoding["Differences"]) is not PdfArray list)
        {
            return;
        }

        int code = 0;
        foreach (var item in list.Items)
        {
            switch (_document.Resolve(item))
            {
                case PdfInteger { Value: >= 0 and <= 255 } start:
                    code = (int)start.Value;
                    break;
                case PdfName { Value: { Length: 7 } name } when name.StartsWith("uni", StringComparison.Ordinal)
                    && int.TryParse(name.AsSpan(3), System.Globalization.NumberStyles.HexNumber, null, out int unit):
                    _differences[code++] = ((char)unit).ToString();
                    break;
                case PdfName { Value.Length: 1 } letter:
                    _differences[code++] = letter.Value;
                    break;
                case PdfName:
                    code++;
                    break;
            }
        }
    }

    private PdfDictionary First(PdfObject? written) =>
        _document.Resolve(written) is PdfArray { Items: [var first, ..] } && _document.Resolve(first) is PdfDictionary dictionary
            ? dictionary
            : PdfDictionary.Empty;

    private string? Name(PdfObject? written) => (_document.Resolve(written) as PdfName)?.Value;

    private double? Number(PdfObject? written) => _document.Resolve(written) switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => null,
    };
}
