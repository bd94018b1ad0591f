using System.Buffers.Binary;
using System.Globalization;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Syntax;

namespace Licenses.Pdf.Composing;

/// <summary>Writes lines of text in the fonts of a set, switching font within a line where a character needs it.</summary>
internal sealed class TextPen(FontSet fonts)
{
    private const double HeavyStroke = 0.028; // of the font size

    private readonly ImmutableArray<EmbeddedFont> _embedded = [.. fonts.Fonts.Select(font => new EmbeddedFont(font))];

    /// <summary>Gives characters their codes before any text does, so that documents alike share a font subset.</summary>
    public void Prepare(string characters)
    {
        foreach (var rune in characters.EnumerateRunes())
        {
            var glyph = fonts.Find(rune);
            _embedded[glyph.Font].CodeOf(glyph.Shown, glyph.Glyph);
        }
    }

    public double WidthOf(string text, TextStyle style)
    {
        int spaces = style.Spacing == 0 ? 0 : new StringInfo(text).LengthInTextElements - 1;
        return fonts.WidthOf(text, style.Size) + spaces * style.Spacing;
    }

    public void Write(ContentBuilder content, string text, double x, double y, TextStyle style) =>
        Write(content, text, style, [1, 0, 0, 1, x, y]);

    public void WriteCentred(ContentBuilder content, string text, double x, double y, TextStyle style) =>
        Write(content, text, x - WidthOf(text, style) / 2, y, style);

    /// <summary>Writes a line whose start and direction a text matrix gives.</summary>
    public void Write(ContentBuilder content, string text, TextStyle style, ReadOnlySpan<double> matrix)
    {
        if (text.Length == 0)
        {
            return;
        }

        content.Fill(style.Color).BeginText();
        if (style.IsHeavy)
        {
            content.Stroke(style.Color).LineWidth(style.Size * HeavyStroke).TextRendering(2);
        }

        if (style.Spacing != 0)
        {
            content.CharacterSpacing(style.Spacing);
        }

        content.TextMatrix(matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]);
        WriteRuns(content, text, style.Size);
        if (style.IsHeavy)
        {
            content.TextRendering(0);
        }

        if (style.Spacing != 0)
        {
            content.CharacterSpacing(0);
        }

        content.EndText();
    }

    /// <summary>The font resources of every page that this pen wrote on; writes the fonts into the file.</summary>
    public PdfDictionary WriteFonts(IObjectTarget file)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, PdfObject>>();
        for (int i = 0; i < _embedded.Length; i++)
        {
            if (_embedded[i].IsUsed)
            {
                var reference = file.Reserve();
                _embedded[i].Write(file, reference);
                entries.Add(KeyValuePair.Create<string, PdfObject>(FontName(i), reference));
            }
        }

        return new PdfDictionary(entries.DrainToImmutable());
    }

    private static string FontName(int index) => index == 0 ? "F0" : index == 1 ? "F1" : $"F{index}";

    private void WriteRuns(ContentBuilder content, string text, double size)
    {
        Span<byte> codes = text.Length <= 256 ? stackalloc byte[2 * text.Length] : new byte[2 * text.Length];
        int length = 0;
        int current = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = fonts.Find(rune);
            if (glyph.Font != current)
            {
                Flush(content, codes[..length]);
                length = 0;
                current = glyph.Font;
                content.Font(FontName(current), size);
            }

            BinaryPrimitives.WriteUInt16BigEndian(codes[length..], _embedded[current].CodeOf(glyph.Shown, glyph.Glyph));
            length += 2;
        }

        Flush(content, codes[..length]);
    }

    private static void Flush(ContentBuilder content, ReadOnlySpan<byte> codes)
    {
        if (!codes.IsEmpty)
        {
            content.Show(codes);
        }
    }
}
