namespace Licenses.Pdf.Signing;

/// <summary>One seal divided over the right edges of all pages, so that a page cannot be exchanged unseen (骑缝章).</summary>
/// <param name="Height">The middle of the seal as a share of the page's height, from the bottom: 0.5 is the middle.</param>
/// <param name="PagesPerSeal">Long documents get one seal for each group of this many pages.</param>
public sealed record CrossPageSeal(double Height = 0.5, int PagesPerSeal = 20);
