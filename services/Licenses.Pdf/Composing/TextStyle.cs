namespace Licenses.Pdf.Composing;

/// <summary>How a line of text looks.</summary>
/// <param name="Size">Font size in points.</param>
/// <param name="Color">The ink.</param>
/// <param name="Spacing">Extra space after each character, in points.</param>
/// <param name="IsHeavy">Outlined as well as filled: bold from a regular font.</param>
internal sealed record TextStyle(double Size, Color Color, double Spacing = 0, bool IsHeavy = false);
