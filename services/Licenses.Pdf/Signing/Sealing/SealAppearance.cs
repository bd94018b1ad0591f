using Licenses.Pdf.Composing.Seals;

namespace Licenses.Pdf.Signing;

/// <summary>A visible seal: what it looks like and where it stands.</summary>
/// <param name="Drawing">The picture; null: the electronic seal's own, in its own size, where the profile has one.</param>
/// <param name="Placement">Where; null only for an existing field, which has its own place.</param>
public sealed record SealAppearance(SealDrawing? Drawing, SealPlacement? Placement)
{
    /// <summary>The same picture, cut into strips over the outer edges of all pages (骑缝章); null for none.</summary>
    public CrossPageSeal? CrossPage { get; init; }
}
