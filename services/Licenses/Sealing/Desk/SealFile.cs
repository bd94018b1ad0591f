namespace Licenses.Sealing.Desk;

/// <summary>A seal with everything that is known of it.</summary>
/// <param name="Seal">Where it is in its life.</param>
/// <param name="Shown">The version that may be applied, or the first draft of a seal that was not made.</param>
/// <param name="Asked">The draft that waits for a second person, where it is another; null for none.</param>
/// <param name="Events">Every step of its life, the first one first.</param>
public sealed record SealFile(
    DeskSeal Seal, SealVersion Shown, SealVersion? Asked, ImmutableArray<SealEvent> Events);
