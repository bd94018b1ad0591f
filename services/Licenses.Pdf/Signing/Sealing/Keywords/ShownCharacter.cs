namespace Licenses.Pdf.Signing;

/// <summary>A character as a page shows it, in the page's own coordinates.</summary>
/// <param name="Text">What it means; empty where the font does not say.</param>
/// <param name="Start">Where its baseline begins.</param>
/// <param name="End">Where its baseline ends.</param>
/// <param name="Top">Above the start by the font's size.</param>
internal readonly record struct ShownCharacter(
    string Text, (double X, double Y) Start, (double X, double Y) End, (double X, double Y) Top);
