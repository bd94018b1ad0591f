using Licenses.Catalog;

namespace Licenses.Sealing.Desk;

/// <summary>A seal with everything that is known of it.</summary>
/// <param name="Seal">Where it is in its life.</param>
/// <param name="Shown">The version that may be applied, or the first draft of a seal that was not made.</param>
/// <param name="Asked">The draft that waits for a second person, where it is another; null for none.</param>
/// <param name="Events">Every step of its life, the first one first.</param>
public sealed record SealFile(
    DeskSeal Seal, SealVersion Shown, SealVersion? Asked, ImmutableArray<SealEvent> Events)
{
    /// <summary>What to know of it as it is asked for, else as it is, before it is approved or applied.</summary>
    /// <param name="department">Whose seal it is.</param>
    public IEnumerable<LocalizedText> NotesFor(Department? department)
    {
        var draft = (Asked ?? Shown).Draft;
        if (department is not null && !IsNamedFor(draft, department))
        {
            yield return new(
                $"印章名称“{draft.Name}”不含所属单位名称“{department.Name.Zh}”",
                $"the seal's name {draft.Name} does not hold the department's name {department.Name.Zh}");
        }

        if (SealPictureCheck.WhyNotShown(draft.Picture, draft.Name) is { } why)
        {
            yield return why;
        }
    }

    private static bool IsNamedFor(SealDraft draft, Department department) =>
        draft.Name.Contains(department.Name.Zh, StringComparison.Ordinal)
        || draft.Name.Contains(department.Name.En, StringComparison.OrdinalIgnoreCase);
}
