using System.Text;

namespace Licenses.Pdf.Composing.Fonts;

/// <summary>How a font set shows one character: which font, which glyph, how wide (thousandths of the size).</summary>
/// <param name="Shown">The character that is drawn: another than the one asked for where no font has that.</param>
internal sealed record FontGlyph(int Font, ushort Glyph, int Advance, Rune Shown);
