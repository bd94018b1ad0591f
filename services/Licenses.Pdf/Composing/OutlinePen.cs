using System.Text;
using Licenses.Pdf.Composing.Fonts;

namespace Licenses.Pdf.Composing;

/// <summary>Draws text as shapes: no font to embed, the same in every viewer, and not part of the page's text.</summary>
internal static class OutlinePen
{
    private const double HeavyStroke = 0.03; // of the em
    private const double EmMiddle = 0.38; // height of a Chinese character's middle above its baseline

    /// <summary>Draws a line of text from its baseline's start at the origin of the present coordinates.</summary>
    public static void Draw(ContentBuilder content, FontSet fonts, string text, double size)
    {
        double x = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = fonts.Find(rune);
            var font = fonts.Fonts[glyph.Font];
            double scale = size / GlyphOutline.UnitsPerEm(font);
            content.Save().Transform(scale, 0, 0, scale, x, 0);
            GlyphOutline.Draw(content, font, glyph.Glyph);
            content.FillPath().Restore();
            x += glyph.Advance * size / 1000;
        }
    }

    /// <summary>Draws one character with its middle at a point, turned and stretched, heavier than the font is.</summary>
    public static void DrawCentred(
        ContentBuilder content, FontSet fonts, Rune character, CharacterPlace place)
    {
        var glyph = fonts.Find(character);
        var font = fonts.Fonts[glyph.Font];
        double scaleX = place.Width / GlyphOutline.UnitsPerEm(font);
        double scaleY = place.Height / GlyphOutline.UnitsPerEm(font);
        double cos = Math.Cos(place.Turn);
        double sin = Math.Sin(place.Turn);
        double left = -glyph.Advance / 1000.0 * place.Width / 2;
        double down = -EmMiddle * place.Height;
        content.Save().Transform(
            cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY,
            place.X + cos * left - sin * down, place.Y + sin * left + cos * down);
        content.LineWidth(HeavyStroke * GlyphOutline.UnitsPerEm(font));
        GlyphOutline.Draw(content, font, glyph.Glyph);
        content.FillAndStrokePath().Restore();
    }
}

/// <summary>Where a character's middle stands, how far it is turned (radians, counterclockwise), and its em's size.</summary>
internal readonly record struct CharacterPlace(double X, double Y, double Turn, double Width, double Height);
