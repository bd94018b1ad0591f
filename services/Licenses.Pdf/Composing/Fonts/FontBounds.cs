namespace Licenses.Pdf.Composing.Fonts;

/// <summary>The box that holds every glyph of a font, in thousandths of the font size.</summary>
internal readonly record struct FontBounds(int Left, int Bottom, int Right, int Top);
