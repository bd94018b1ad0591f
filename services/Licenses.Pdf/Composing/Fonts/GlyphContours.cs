namespace Licenses.Pdf.Composing.Fonts;

/// <summary>A glyph's whole outline: parts resolved, hinting left out (OpenType 1.9, glyf).</summary>
/// <param name="Points">All points, contour after contour.</param>
/// <param name="Ends">The index of each contour's last point.</param>
internal sealed record GlyphContours(IReadOnlyList<GlyphPoint> Points, IReadOnlyList<int> Ends);
