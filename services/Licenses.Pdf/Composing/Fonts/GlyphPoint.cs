namespace Licenses.Pdf.Composing.Fonts;

/// <summary>A point of an outline in the font's design units; off the curve it is a control point.</summary>
internal readonly record struct GlyphPoint(int X, int Y, bool OnCurve);
